//! What other sites, other machines, articles and colleagues may try.

use super::client::{FORM, Server, Workspace, files, form, multipart, read};
use std::io::{Read, Write};

const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&";

/// A page holds no mark-up but ours: our one script by address, no inline style, no handler.
fn assert_harmless(page: &str, place: &str) {
    assert_eq!(page.matches("<script").count(), 1, "{place}");
    assert!(page.contains("<script defer src=\"/assets/"), "{place}");
    for bad in ["<img", "onerror=alert(2)>", " style=", "javascript:", "<iframe", "<object"] {
        assert!(!page.contains(bad), "{place}: {bad}");
    }
}

#[test]
fn a_change_from_another_page_is_refused() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let visitor = server.sign_in("Inès");
    let (id, csrf, before) = (workspace.claim("pont Neuf"), visitor.csrf(), workspace.journal());
    let body = form(&[("csrf", &csrf), ("question", "content"), ("state", "in-review"), ("seen", "99")]);
    let line = format!("POST /claim/{id}/mark");
    let other = ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1.evil.example", ""];
    for origin in other {
        let headers = [
            ("Host", server.address.as_str()),
            ("Origin", origin),
            ("Cookie", &visitor.cookie),
            ("Content-Type", FORM),
        ];
        assert_eq!(server.raw(&line, &headers, body.as_bytes()).status, 403, "{origin}");
    }
    let without = [("Host", server.address.as_str()), ("Cookie", &visitor.cookie), ("Content-Type", FORM)];
    assert_eq!(server.raw(&line, &without, body.as_bytes()).status, 403, "no origin");
    assert_eq!(workspace.journal(), before);
}

#[test]
fn a_form_needs_the_secret_of_its_session() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let (ana, bob) = (server.sign_in("Ana"), server.sign_in("Bob"));
    let (id, before) = (workspace.claim("pont Neuf"), workspace.journal());
    for secret in [bob.csrf().as_str(), "", "0"] {
        let fields = form(&[("csrf", secret), ("question", "content"), ("state", "in-review"), ("seen", "99")]);
        assert_eq!(ana.send(&format!("/claim/{id}/mark"), FORM, fields.as_bytes()).status, 403);
    }
    for path in [
        format!("/claim/{id}/correct"),
        "/article/pont/claims".to_owned(),
        "/article/pont/resolve".to_owned(),
        format!("/claim/{id}/comment"),
        format!("/claim/{id}/publish"),
        "/undo".to_owned(),
    ] {
        let fields = form(&[
            ("csrf", "0"),
            ("claim", &id),
            ("act", "accept"),
            ("content", "0-9"),
            ("reason", "x"),
            ("text", "x"),
            ("status", "published"),
            ("seen", "99"),
        ]);
        assert_eq!(ana.send(&path, FORM, fields.as_bytes()).status, 403, "{path}");
    }
    let (kind, body) = multipart(&[("csrf", "0"), ("stance", "supports")], ("a.txt", b"x"));
    assert_eq!(ana.send(&format!("/claim/{id}/evidence"), &kind, &body).status, 403);
    assert_eq!(workspace.journal(), before);
}

#[test]
fn a_name_that_is_made_to_point_here_is_refused() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&["--name", "desk.example"]);
    let port = server.address.rsplit(':').next().unwrap();
    let status = |host: &str| server.raw("GET /", &[("Host", host)], b"").status;
    for host in [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "10.1.2.3",
        "[fe80::1]",
        "0x7f.1",
        "",
        "a@localhost",
    ] {
        assert_eq!(status(&format!("{host}:{port}")), 421, "{host}");
    }
    assert_eq!(server.raw("GET /", &[], b"").status, 400 + 21, "no host");
    for host in ["localhost", "127.0.0.1", "[::1]", "desk.example"] {
        assert_eq!(status(&format!("{host}:{port}")), 200, "{host}");
    }
}

#[test]
fn no_path_leads_out_of_the_workspace() {
    let workspace = Workspace::new("Le pont");
    // A way up leads through directories that are there.
    std::fs::create_dir_all(workspace.path().join("evidence")).unwrap();
    std::fs::create_dir_all(workspace.path().join("reference")).unwrap();
    let server = workspace.serve(&[]);
    for path in [
        "/evidence/../dixit.toml",
        "/evidence/..%2fdixit.toml",
        "/evidence/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/evidence/dixit.toml",
        "/article/..",
        "/article/..%2f..%2fetc",
        "/article/%00",
        "/report/..%2fpont",
        "/assets/x/..%2f..%2fmod.rs",
        "/diff?base=reference/..%2f..%2fdixit.toml&head=pont",
        "/diff?base=../pont&head=pont@99",
        "/claim/..%2f",
        "/review?article=..%2f..%2fetc",
        "//etc/passwd",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.body);
    }
}

#[test]
fn evidence_is_never_a_path_of_this_machine_and_never_a_page_of_ours() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let visitor = server.sign_in("Inès");
    let (id, before) = (workspace.claim("pont Neuf"), workspace.journal());
    let csrf = visitor.csrf();
    for source in ["/etc/passwd", "dixit.toml", "file:///etc/passwd", "javascript:alert(1)", "https://", "http://a b"] {
        let (kind, body) = multipart(&[("csrf", &csrf), ("stance", "supports"), ("source", source)], ("", b""));
        assert_eq!(visitor.send(&format!("/claim/{id}/evidence"), &kind, &body).status, 400, "{source}");
        let answer = visitor.mark(&id, "in-review", &[("evidence", source)]);
        assert_eq!(answer.status, 400, "{source}");
    }
    assert_eq!(workspace.journal(), before);
    // A page with a script, under a name that is one: kept under its hash, handed over as bytes.
    let (kind, body) = multipart(
        &[("csrf", &csrf), ("stance", "supports"), ("source", "")],
        (&format!("../../{SCRIPT}.html"), SCRIPT.as_bytes()),
    );
    assert_eq!(visitor.send(&format!("/claim/{id}/evidence"), &kind, &body).status, 303);
    let stored = files(&workspace.path().join("evidence"));
    assert_eq!(stored.len(), 1);
    let name = stored[0].rsplit('/').next().unwrap();
    assert_eq!(name.len(), 64 + ".html".len());
    let file = server.get(&format!("/evidence/{name}"));
    assert_eq!((file.status, file.body.as_str()), (200, SCRIPT));
    assert_eq!(file.header("content-type"), Some("application/octet-stream"));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(file.header("content-disposition"), Some(format!("attachment; filename=\"{name}\"").as_str()));
    assert_harmless(&visitor.get(&format!("/claim/{id}")).body, "claim");
}

#[test]
fn what_data_says_is_never_mark_up() {
    let workspace = Workspace::new(SCRIPT);
    let server = workspace.serve(&[]);
    let visitor = server.sign_in(SCRIPT);
    let id = workspace.claim("pont Neuf");
    let evil = "https://example.org/\"><script>alert(1)</script>";
    assert_eq!(visitor.mark(&id, "in-review", &[("evidence", evil)]).status, 303);
    let csrf = visitor.csrf();
    let fields =
        [("csrf", csrf.as_str()), ("stance", "context"), ("source", evil), ("publisher", SCRIPT), ("quote", SCRIPT)];
    let (kind, body) = multipart(&fields, ("", b""));
    assert_eq!(visitor.send(&format!("/claim/{id}/evidence"), &kind, &body).status, 303);
    let reason = [("reason", SCRIPT), ("name", SCRIPT), ("content", "46-60"), ("speaker", "0-8")];
    assert_eq!(visitor.post("/article/pont/claims", &reason).status, 303);
    workspace.add(
        &super::client::ARTICLE.replace("le pont Neuf était sûr", "<script>alert(1)</script> était sûr"),
        "ignored",
    );
    for path in [
        "/".to_owned(),
        format!("/?q={}", "%3Cscript%3Ealert(1)%3C/script%3E%22"),
        "/article/pont".to_owned(),
        "/article/pont?narrator=1".to_owned(),
        format!("/claim/{id}"),
        "/review".to_owned(),
        "/review?at=3".to_owned(),
        "/diff?base=pont@1&head=pont@2&show=%22%3E%3Cscript%3E".to_owned(),
        "/diff?base=%3Cscript%3Ealert(1)%3C/script%3E&head=pont".to_owned(),
        "/article/pont?revision=2".to_owned(),
        "/report/pont".to_owned(),
        "/journal".to_owned(),
        "/sign-in?back=%22%3E%3Cscript%3E".to_owned(),
        "/%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
    ] {
        let answer = visitor.get(&path);
        assert!(matches!(answer.status, 200 | 404), "{path}");
        assert_harmless(&answer.body, &path);
    }
}

#[test]
fn every_answer_carries_the_policy() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let style = server
        .get("/")
        .body
        .split("href=\"")
        .find(|part| part.contains(".css"))
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    for path in ["/", "/article/pont", "/nowhere", &style, "/evidence/x", "/sign-in"] {
        let answer = server.get(path);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
    assert_eq!(server.raw("GET /", &[("Host", "evil.example")], b"").header("x-frame-options"), Some("DENY"));
}

#[test]
fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let visitor = server.sign_in("Inès");
    let id = workspace.claim("pont Neuf");
    for (path, kind) in
        [(format!("/claim/{id}/mark"), FORM), (format!("/claim/{id}/evidence"), "multipart/form-data; boundary=edge")]
    {
        let mut stream = server.connect();
        let origin = format!("http://{}", server.address);
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: {}\r\nOrigin: {origin}\r\nCookie: {}\r\nContent-Type: {kind}\r\n\
             Connection: close\r\nContent-Length: 104857600\r\n\r\n",
            server.address, visitor.cookie
        )
        .unwrap();
        if kind != FORM {
            let _ =
                stream.write_all(b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n");
        }
        let chunk = vec![b'a'; 1 << 20];
        let sent = (0..100).take_while(|_| stream.write_all(&chunk).is_ok()).count();
        assert!(sent < 100, "{path}: all of the body was taken");
        let answer = read(&mut stream);
        assert!(matches!(answer.status, 413 | 0), "{path}: {}", answer.status);
    }
    assert_eq!(server.get("/").status, 200);
    assert!(!workspace.path().join("evidence").exists());
}

#[test]
fn connections_that_say_nothing_are_cut_and_hold_nobody_up() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let mut open: Vec<_> = (0..200)
        .map(|place| {
            let mut stream = server.connect();
            let part: &[u8] = if place % 2 == 0 { b"" } else { b"GET / HTTP/1.1\r\nHost: 127" };
            stream.write_all(part).unwrap();
            stream
        })
        .collect();
    assert_eq!(server.get("/").status, 200);
    for stream in &mut open {
        let mut rest = Vec::new();
        // The read ends when the server closes; the client's own limit is far longer than the server's.
        stream.read_to_end(&mut rest).unwrap();
    }
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let visitor = server.sign_in("Inès");
    let id = workspace.claim("pont Neuf");
    let before = workspace.journal();
    let mut open: Vec<_> = (0..50)
        .map(|_| {
            let mut stream = server.connect();
            write!(
                stream,
                "POST /claim/{id}/mark HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {1}\r\nContent-Type: {FORM}\r\n\
                 Content-Length: 200\r\n\r\ncsrf=",
                server.address, visitor.cookie
            )
            .unwrap();
            stream
        })
        .collect();
    assert_eq!(server.get("/").status, 200);
    let began = std::time::Instant::now();
    for stream in &mut open {
        let answer = read(stream);
        assert!(matches!(answer.status, 400 | 408 | 0), "{}", answer.status);
        // The client's own limit is a minute a stream.
        assert!(began.elapsed() < std::time::Duration::from_secs(50), "the server did not let go of them");
    }
    assert_eq!(workspace.journal(), before);
}

#[test]
fn a_reader_who_takes_nothing_is_cut() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let visitor = server.sign_in("Inès");
    let (id, csrf) = (workspace.claim("pont Neuf"), visitor.csrf());
    // More than the buffers between the two hold.
    let large = vec![b'x'; 30 << 20];
    let (kind, body) = multipart(&[("csrf", &csrf), ("stance", "supports")], ("large.txt", &large));
    assert_eq!(visitor.send(&format!("/claim/{id}/evidence"), &kind, &body).status, 303);
    let stored = files(&workspace.path().join("evidence"));
    let name = stored[0].rsplit('/').next().unwrap();
    let mut stream = server.connect();
    write!(stream, "GET /evidence/{name} HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
    std::thread::sleep(std::time::Duration::from_secs(30));
    let (mut taken, mut chunk) = (0, vec![0; 1 << 20]);
    while let Ok(count) = stream.read(&mut chunk) {
        if count == 0 {
            break;
        }
        taken += count;
    }
    assert!(taken < large.len(), "{taken} bytes: nobody cut the connection");
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn wrong_tokens_are_counted() {
    let workspace = Workspace::new("Le pont");
    let server: Server = workspace.serve(&["--token"]);
    let token = server.said.lines().find_map(|line| line.strip_prefix("token, printed this once: ")).unwrap();
    for _ in 0..10 {
        assert_eq!(server.sign_in_with("Eve", "guess").map(|_| 0).unwrap_err().status, 403);
    }
    let barred = server.sign_in_with("Eve", token).map(|_| 0).unwrap_err();
    assert_eq!(barred.status, 429, "{}", barred.body);
}

#[test]
fn a_form_or_an_address_that_cannot_be_read_is_refused_by_a_page_of_ours() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let visitor = server.sign_in("Inès");
    let id = workspace.claim("pont Neuf");
    let answer = visitor.post(&format!("/claim/{id}/mark"), &[("question", "<script>"), ("seen", "x")]);
    assert_eq!(answer.status, 422);
    assert_harmless(&answer.body, "form");
    for (path, status) in
        [("/review?at=x", 400), ("/?page=-1", 400), ("/claim/%ff", 404), ("/article/pont?revision=x", 404)]
    {
        let answer = visitor.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert_harmless(&answer.body, path);
    }
}

#[test]
fn a_token_is_asked_for_printed_once_and_kept_as_a_hash() {
    let workspace = Workspace::new("Le pont");
    let server: Server = workspace.serve(&["--token"]);
    let token =
        server.said.lines().find_map(|line| line.strip_prefix("token, printed this once: ")).unwrap().to_owned();
    assert_eq!(server.get("/").status, 303);
    assert_eq!(server.get("/").header("location"), Some("/sign-in"));
    assert_eq!(server.get("/events").status, 303);
    assert!(server.sign_in_with("Inès", "wrong").is_err());
    assert!(server.sign_in_with("Inès", "").is_err());
    assert_eq!(server.sign_in_with("Inès", &token).map_err(|answer| answer.status).unwrap().get("/").status, 200);
    let kept = std::fs::read_to_string(workspace.config().join("serve.token")).unwrap();
    assert_eq!(kept.trim().len(), 64);
    assert_ne!(kept.trim(), token);
    drop(server);
    let again = workspace.serve(&["--token"]);
    assert!(!again.said.contains("printed this once"), "{}", again.said);
    assert!(again.sign_in_with("Inès", &token).is_ok());
    drop(again);
    let renewed = workspace.serve(&["--new-token"]);
    assert!(renewed.said.contains("printed this once"));
    assert!(renewed.sign_in_with("Inès", &token).is_err());
}

#[test]
fn the_way_back_leads_to_no_other_site() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    for back in
        ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1"]
    {
        let answer = server.raw(
            "POST /sign-in",
            &[("Host", &server.address), ("Origin", &format!("http://{}", server.address)), ("Content-Type", FORM)],
            form(&[("name", "Inès"), ("back", back)]).as_bytes(),
        );
        assert_eq!(answer.header("location"), Some("/"), "{back}");
    }
}
