//! `dixit review` in a pseudo-terminal.

#![cfg(unix)]

use super::desk::{ARTICLE, Desk};
use rexpect::session::spawn_command;

#[test]
fn accepts_a_change_and_decides_a_claim() {
    let desk = Desk::with_article();
    desk.write("pont.txt", ARTICLE.replace("300", "500"));
    assert_eq!(desk.run(&["add", "pont.txt"]).code, 1);
    let mut command = desk.command(&["--color", "never", "review"]);
    command.env("TERM", "xterm").stdin(std::process::Stdio::inherit());
    let mut terminal = spawn_command(command, Some(20_000)).unwrap();
    terminal.exp_string("pending change 1 of").unwrap();
    terminal.exp_string("number: 300").unwrap();
    terminal.exp_string("? help").unwrap();
    // Enter decides nothing; a without a reason decides nothing either.
    terminal.send("a").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("who [Ana Ruiz]").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("why").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("no reason, nothing decided").unwrap();
    terminal.send("a").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("who").unwrap();
    terminal.send_line("Bo Lind").unwrap();
    terminal.exp_string("why").unwrap();
    terminal.send_line("nouveau bilan").unwrap();
    terminal.exp_string("claim 1 of").unwrap();
    terminal.send("x").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("who [Bo Lind]").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("why").unwrap();
    terminal.send_line("hors sujet").unwrap();
    terminal.exp_string("claim 2 of").unwrap();
    terminal.send("q").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("2 decided").unwrap();
    terminal.exp_eof().unwrap();
    let log = desk.ok(&["log"]);
    assert!(
        log.contains("Bo Lind  accepted") && log.contains("“nouveau bilan”") && log.contains("content dropped"),
        "{log}"
    );
    assert!(desk.ok(&["list", "--text", "500"]).contains("le maire de Vaux"));
}

#[test]
fn without_a_terminal_it_prints_the_commands() {
    let desk = Desk::with_article();
    let run = desk.run(&["review"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("dixit mark") && run.out.contains("--content in-review"), "{}", run.out);
}
