use super::desk::{ARTICLE, Desk};
use std::fs;

#[test]
fn articles_that_are_none() {
    let desk = Desk::new();
    desk.ok(&["init"]);
    let before = desk.files();
    desk.write("empty.txt", "");
    desk.write("binary.txt", b"\x7fELF\x02\x01\x01\0\0");
    desk.write("short.txt", "Oui.");
    desk.write("spanish.txt", "El alcalde dijo: «El puente está cerrado desde ayer».");
    for (file, said) in [
        ("empty.txt", "holds no text"),
        ("binary.txt", "is not text: byte"),
        ("short.txt", "too short"),
        ("none.txt", "cannot read none.txt"),
    ] {
        for command in ["extract", "add"] {
            let error = desk.refused(&[command, file]);
            assert!(error.starts_with("error: ") && error.contains(said), "{command} {file}: {error}");
        }
    }
    for nonsense in ["french", "x", "es-", "12"] {
        let error = desk.refused(&["extract", "spanish.txt", "--lang", nonsense]);
        assert!(error.contains(nonsense) && error.contains("fr, en, de or es-MX"), "{error}");
    }
    assert_eq!(desk.files(), before, "what is refused changes nothing");
}

#[test]
fn any_other_language_is_read_by_its_marks() {
    let desk = Desk::new();
    desk.write("spanish.txt", "El alcalde dijo: «El puente está cerrado desde ayer».");
    for args in [&["extract", "spanish.txt"][..], &["extract", "spanish.txt", "--lang", "tlh"]] {
        let page = desk.ok(args);
        assert!(page.starts_with("1 claim ") && page.contains("generic"), "{page}");
    }
    let set = desk.ok(&["extract", "spanish.txt", "--format", "json"]);
    assert!(set.contains("\"lang\": \"es\"") && set.contains("\"name\": \"dixit (generic)\""), "{set}");
}

#[test]
fn two_hundred_megabytes_are_refused_before_they_are_read() {
    let desk = Desk::new();
    let file = fs::File::create(desk.path("huge.txt")).unwrap();
    file.set_len(200 << 20).unwrap();
    assert!(desk.refused(&["extract", "huge.txt"]).contains("too large"));
}

#[test]
fn odd_texts_are_read() {
    let desk = Desk::new();
    desk.write("line.txt", "le maire a dit que oui et ".repeat(20_000));
    desk.ok(&["extract", "line.txt", "--lang", "fr"]);
    desk.write("marks.txt", format!("Le maire a dit : {}", "« “ \" ".repeat(20_000)));
    desk.ok(&["extract", "marks.txt", "--lang", "fr"]);
    desk.write("open.txt", "« Le maire est parti, a dit Paul Roux.\n\nIl pleut sur la ville.");
    desk.ok(&["extract", "open.txt", "--lang", "fr"]);
    desk.write("plain.txt", "Il pleut sur la ville depuis trois jours.");
    assert!(desk.ok(&["extract", "plain.txt"]).starts_with("0 claims"));
}

#[test]
fn a_damaged_claims_file_is_named() {
    let desk = Desk::with_article();
    let path = "claims/articles/pont/claims.json";
    let whole = desk.read(path);
    desk.write("set.json", &whole);
    for (damage, said) in [
        (whole[..whole.len() / 2].to_owned(), "set.json"),
        (whole.replacen("\"version\": \"1.0\"", "\"version\": \"9.0\"", 1), "9.0"),
        (whole.replacen("\"affirmed\"", "\"perhaps\"", 1), "perhaps"),
        ("[]".to_owned(), "set.json"),
    ] {
        desk.write("set.json", damage);
        let error = desk.refused(&["diff", "set.json", "pont"]);
        assert!(error.contains(said), "{error}");
    }
    desk.write(path, &whole[..100]);
    let check = desk.run(&["check"]);
    assert_eq!(check.code, 1);
    assert!(check.out.contains("changed by another program"), "{}", check.out);
}

#[test]
fn a_damaged_journal_is_found_and_nothing_is_written() {
    let desk = Desk::with_article();
    let pont = desk.id("Le pont restera");
    desk.ok(&["mark", &pont, "--content", "in-review"]);
    let path = "claims/journal.jsonl";
    let whole = desk.read(path);
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    for (damage, said) in [
        ([lines[0], lines[2]].concat(), "line 2"),
        (whole.replace("in-review", "dropped"), "line 3 was altered"),
        ([lines[0], lines[1]].concat(), "lines were removed at the end"),
    ] {
        desk.write(path, &damage);
        let check = desk.run(&["check"]);
        assert!(check.code == 1 && check.out.contains(said), "{}", check.out);
        assert!(desk.refused(&["mark", &pont, "--content", "dropped", "--reason", "x"]).contains("journal.jsonl"));
        assert_eq!(desk.read(path), damage);
    }
    // A line cut off while it was written was never acknowledged: the next command drops it.
    desk.write(path, format!("{whole}{{\"seq\":4,\"at\""));
    desk.ok(&["mark", &pont, "--content", "dropped", "--reason", "hors sujet"]);
    assert_eq!(desk.ok(&["check"]), "all in order\n");
}

#[test]
fn marks_that_are_not_legal() {
    let desk = Desk::with_article();
    let pont = desk.id("Le pont restera");
    let before = desk.files();
    for (args, said) in [
        (
            vec!["--content", "verified", "--reason", "x", "--evidence", "https://example.org"],
            "legal moves are: in-review, dropped",
        ),
        (vec!["--content", "dropped"], "needs a reason"),
        (vec![], "nothing to mark"),
        (vec!["--content", "in-review", "--rating", "faux"], "unknown rating"),
        (vec!["--content", "in-review", "--evidence", "nowhere.pdf"], "neither an http(s) address nor a file"),
    ] {
        let error = desk.refused(&[&["mark", pont.as_str()], &args[..]].concat());
        assert!(error.contains(said), "{error}");
    }
    assert_eq!(desk.files(), before);
    desk.ok(&["mark", &pont, "--content", "in-review"]);
    assert!(desk.refused(&["mark", &pont, "--content", "verified", "--reason", "x"]).contains("evidence"));
    assert!(desk.refused(&["mark", "zzzz", "--content", "dropped", "--reason", "x"]).contains("zzzz"));
    assert!(desk.refused(&["mark", &pont, "--content", "true"]).contains("the states are"));
}

#[test]
fn an_id_that_means_two_claims() {
    let desk = Desk::new();
    let text: String = (0..40).map(|n| format!("Le maire a dit que {n} personnes étaient venues.\n\n")).collect();
    desk.write("long.txt", text);
    desk.ok(&["init"]);
    desk.ok(&["add", "long.txt", "--lang", "fr"]);
    let list = desk.ok(&["list"]);
    let mut ids: Vec<&str> =
        list.lines().filter(|line| !line.starts_with(' ')).filter_map(|line| line.split(' ').next()).collect();
    ids.sort_unstable();
    let twice = ids.windows(2).find(|pair| pair[0][..1] == pair[1][..1]).unwrap();
    let error = desk.refused(&["show", &twice[0][..1]]);
    assert!(error.contains(twice[0]) && error.contains(twice[1]), "{error}");
}

#[test]
fn places_that_are_no_workspace() {
    let desk = Desk::new();
    assert!(desk.refused(&["status"]).contains("dixit init"));
    desk.ok(&["init"]);
    assert!(desk.refused(&["init"]).contains("a workspace already"));
    assert!(desk.refused(&["show", "nothing"]).contains("help: "));
    assert!(desk.refused(&["diff", "a@x", "b"]).contains("a revision is a number"));
    desk.write("claims/dixit.toml", "version = 1\nnonsense = 2\n");
    assert!(desk.refused(&["status"]).contains("dixit.toml"));
}

#[cfg(unix)]
#[test]
fn a_workspace_without_rights() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_article();
    let pont = desk.id("Le pont restera");
    let before = desk.files();
    let mode = |mode| fs::set_permissions(desk.path("claims"), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    // The lock file cannot be opened when it is gone and the directory may not be written; root may do anything.
    let writable = fs::write(desk.path("claims/probe"), "x").is_ok();
    if writable {
        let _ = fs::remove_file(desk.path("claims/probe"));
        // Root ignores modes: a directory in the lock's place refuses it all the same.
        fs::remove_file(desk.path("claims/.lock")).unwrap();
        fs::create_dir(desk.path("claims/.lock")).unwrap();
    } else {
        fs::remove_file(desk.path("claims/.lock")).unwrap_or_default();
    }
    let error = desk.refused(&["mark", &pont, "--content", "in-review"]);
    mode(0o755);
    assert!(error.contains(".lock") || error.contains("journal.jsonl"), "{error}");
    assert_eq!(desk.files(), before);
}

#[test]
fn two_processes_at_once_lose_nothing() {
    let desk = Desk::with_article();
    let pont = desk.id("Le pont restera");
    let mut running: Vec<_> = (0..8)
        .map(|n| {
            let source = format!("https://example.org/{n}");
            desk.command(&["evidence", &pont, &source]).stdout(std::process::Stdio::null()).spawn().unwrap()
        })
        .collect();
    for child in &mut running {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(desk.ok(&["check"]), "all in order\n");
    assert_eq!(desk.ok(&["log", &pont]).lines().count(), 8);
    assert_eq!(desk.ok(&["extract", "pont.txt"]).is_empty(), ARTICLE.is_empty());
}
