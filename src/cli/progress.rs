//! A bar for long work: how much is done, how fast, how long it will take. On a terminal only.

use super::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// The bar, which may be none.
pub(super) struct Progress {
    bar: ProgressBar,
    things: &'static str,
    done: u64,
}

impl Progress {
    /// Shows a bar for work of `total` steps, or a sign of life when nobody knows how much it is. `things` are counted on it:
    /// *articles*. `printed` says whether results appear meanwhile.
    pub(super) fn new(context: &Context, total: Option<u64>, things: &'static str, printed: bool) -> Progress {
        let bar = if context.environment.shows_progress(printed) {
            ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr())
        } else {
            ProgressBar::hidden()
        };
        let form = match total {
            Some(_) => "{bar:32} {percent:>3} % · {msg} · {eta} left",
            None => "{spinner} {msg} · {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        Progress { bar, things, done: 0 }
    }

    /// Shows that work is going on of which nobody knows how far it is: *fetching https://…*.
    pub(super) fn sign(context: &Context, what: String) -> Progress {
        let progress = Progress::new(context, None, "", false);
        progress.bar.set_message(what);
        progress
    }

    /// Begins in the middle: so many steps were done before.
    pub(super) fn begin_at(&self, steps: u64) {
        self.bar.set_position(steps);
        self.bar.reset_eta();
        self.bar.reset_elapsed();
    }

    /// `steps` in all are done, and `things` more.
    pub(super) fn advance(&mut self, steps: u64, things: u64) {
        self.done += things;
        self.bar.set_position(steps);
        if !self.bar.is_hidden() {
            let rate = self.done as f64 / self.bar.elapsed().as_secs_f64().max(0.001);
            self.bar.set_message(format!("{} {} · {rate:.0} a second", self.done, self.things));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
