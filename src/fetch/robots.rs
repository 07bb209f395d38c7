//! `robots.txt`: may a program read this page? RFC 9309.

/// The rules of the group that is for us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Robots {
    /// Allowed or not, and the pattern.
    rules: Vec<(bool, String)>,
}

/// Our name in such files.
const NAME: &str = "dixit";

impl Robots {
    /// Rules that close everything.
    pub(super) fn closed() -> Robots {
        Robots { rules: vec![(false, "/".to_owned())] }
    }

    /// Reads the rules of the groups that name us, else those for all.
    pub(super) fn read(text: &str) -> Robots {
        let (mut ours, mut all) = (Vec::new(), Vec::new());
        let (mut is_ours, mut is_all, mut named, mut is_named) = (false, false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((field, value)) = line.split_once(':') else { continue };
            let (field, value) = (field.trim().to_lowercase(), value.trim());
            match field.as_str() {
                "user-agent" => {
                    if !named {
                        (is_ours, is_all) = (false, false);
                    }
                    named = true;
                    let agent = value.to_lowercase();
                    let agent = agent.split('/').next().unwrap_or_default().trim();
                    is_ours |= agent == NAME;
                    is_named |= agent == NAME;
                    is_all |= agent == "*";
                }
                "allow" | "disallow" => {
                    named = false;
                    // An empty rule closes nothing.
                    let rule = (field == "allow", value.to_owned());
                    if !value.is_empty() && is_ours {
                        ours.push(rule.clone());
                    }
                    if !value.is_empty() && is_all {
                        all.push(rule);
                    }
                }
                _ => {}
            }
        }
        Robots { rules: if is_named { ours } else { all } }
    }

    /// Whether the path with its query may be read: the longest rule that fits decides, and allows at a draw.
    pub(super) fn allows(&self, path: &str) -> bool {
        let fits = self.rules.iter().filter(|(_, pattern)| fits(pattern, path));
        fits.max_by_key(|(allowed, pattern)| (pattern.len(), *allowed)).is_none_or(|(allowed, _)| *allowed)
    }
}

/// Whether a pattern fits the beginning of a path: `*` is anything, `$` at the end is the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let pieces: Vec<&str> = pattern.split('*').collect();
    let Some(mut rest) = pieces.first().and_then(|first| path.strip_prefix(first)) else { return false };
    for (number, piece) in pieces.iter().enumerate().skip(1) {
        let last = number + 1 == pieces.len();
        if last && to_end {
            return rest.ends_with(piece);
        }
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_of_our_group_decides() {
        let robots = Robots::read(
            "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Dixit/1.0\nDisallow: /prive # x\nAllow: /prive/ouvert\nDisallow: /*.pdf$\n",
        );
        for (path, allowed) in
            [("/a", true), ("/prive/x", false), ("/prive/ouvert/x", true), ("/a/b.pdf", false), ("/a/b.pdf?x", true)]
        {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
        assert!(!Robots::read("user-agent: *\ndisallow: /").allows("/a"));
        assert!(Robots::read("User-agent: *\nDisallow:").allows("/a"));
        assert!(Robots::read("User-agent: dixit\nDisallow:\nUser-agent: *\nDisallow: /").allows("/a"));
        assert!(Robots::read("<html>no such file</html>").allows("/a"));
        assert!(!Robots::closed().allows("/a"));
    }
}
