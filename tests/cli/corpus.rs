//! Corpora: files of articles into a file of answers, also in several runs.

use super::desk::{ARTICLE, Desk};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;

/// Articles as JSON Lines: ids of both kinds, a bad line now and then.
fn articles(count: usize) -> String {
    let mut lines = String::new();
    for number in 0..count {
        let id = if number % 2 == 0 { json!(number) } else { json!(format!("a{number}")) };
        let line = json!({ "id": id, "lang": "fr", "text": format!("« Oui {number} », a dit le maire.") });
        lines.push_str(&match number % 100 {
            41 => "nonsense\n".to_owned(),
            42 => format!("\n{line}\n"),
            43 => json!({ "id": id, "lang": "french!", "text": "Oui." }).to_string() + "\n",
            _ => format!("{line}\n"),
        });
    }
    lines
}

/// Starts a run and kills it as soon as `file` is there and larger than `size`. Whether it was killed in time.
fn killed(desk: &Desk, args: &[&str], file: &Path, size: u64) -> bool {
    let mut child = desk.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    loop {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        if std::fs::metadata(file).is_ok_and(|it| it.len() > size) {
            child.kill().unwrap();
            child.wait().unwrap();
            return true;
        }
        std::thread::yield_now();
    }
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_stopped() {
    let desk = Desk::new();
    desk.write("in.jsonl", articles(3_000));
    let run = desk.run(&["extract", "in.jsonl", "--out", "whole.jsonl"]);
    assert_eq!((run.code, run.out.as_str()), (1, "3000 articles, 2940 claims written to whole.jsonl\n"), "{}", run.err);
    let args = ["extract", "in.jsonl", "--out", "out.jsonl", "--resume"];
    let (out, whole) = (desk.path("out.jsonl"), desk.read("whole.jsonl"));
    let mut kills = 0;
    while kills < 4 {
        let size = std::fs::metadata(&out).map_or(0, |it| it.len());
        assert!(killed(&desk, &args, &out, size + 100_000), "the run was over before it was killed {kills} times");
        kills += 1;
    }
    // A line cut in two, as a full disk or a power failure leaves it.
    let length = std::fs::metadata(&out).unwrap().len();
    std::fs::OpenOptions::new().write(true).open(&out).unwrap().set_len(length - 7).unwrap();
    let run = desk.run(&args);
    assert!(run.code == 1 && run.out.contains("were there already"), "{}{}", run.out, run.err);
    assert!(desk.read("out.jsonl") == whole);
    // Nothing is left to do, and what was refused is still said by the exit code.
    let run = desk.run(&args);
    assert_eq!(
        (run.code, run.out.as_str()),
        (1, "0 articles, 0 claims written to out.jsonl; 3000 were there already\n"),
        "{}",
        run.err
    );
    assert!(desk.read("out.jsonl") == whole);
    // The input grew.
    desk.write("in.jsonl", articles(3_010));
    assert!(desk.run(&args).out.starts_with("10 articles"));
}

#[test]
fn an_output_is_not_overwritten_nor_mixed_with_another() {
    let desk = Desk::new();
    desk.write("in.jsonl", articles(30));
    desk.ok(&["extract", "in.jsonl", "--out", "out.jsonl"]);
    let before = desk.read("out.jsonl");
    assert!(desk.refused(&["extract", "in.jsonl", "--out", "out.jsonl"]).contains("--resume"));
    desk.write("other.jsonl", articles(30).replacen("\"id\":4,", "\"id\":5,", 1));
    let refused = desk.refused(&["extract", "other.jsonl", "--out", "out.jsonl", "--resume"]);
    assert!(refused.contains("answer 5 of the output has the id \"4\", and article 5 has \"5\""), "{refused}");
    desk.write("few.jsonl", articles(20));
    assert!(desk.refused(&["extract", "few.jsonl", "--out", "out.jsonl", "--resume"]).contains("answer 21"));
    assert!(desk.refused(&["extract", "out.jsonl", "--out", "out.jsonl", "--resume"]).contains("is read and cannot"));
    assert_eq!(desk.read("out.jsonl"), before);
    desk.write("out.jsonl", "{\"text\": 1}\n");
    assert!(desk.refused(&["extract", "in.jsonl", "--out", "out.jsonl", "--resume"]).contains("out.jsonl:1"));
    assert_eq!(desk.read("out.jsonl"), "{\"text\": 1}\n");
}

#[test]
fn what_is_refused_is_listed_with_its_place() {
    let desk = Desk::new();
    desk.write("in.jsonl", articles(900));
    let run = desk.run(&["extract", "in.jsonl"]);
    assert_eq!((run.code, run.out.lines().count()), (1, 900));
    // A blank line has a number and no answer.
    let expected = "18 articles refused:\n    in.jsonl, line 42: not a document";
    assert!(run.err.starts_with(expected) && run.err.contains("in.jsonl, line 45: unknown language"), "{}", run.err);
    assert!(run.err.ends_with("and 8 more; the output says why in the place of each\n"), "{}", run.err);
    let json: Value =
        serde_json::from_str(&desk.run(&["extract", "in.jsonl", "--out", "out.jsonl", "--format", "json"]).out)
            .unwrap();
    assert_eq!((&json["articles"], &json["refused"]), (&json!(900), &json!(18)));
    // No bar where nobody looks on.
    assert!(!run.err.contains('\r') && !run.err.contains('\u{1b}'));
}

#[test]
fn a_folder_is_read_file_after_file() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("in")).unwrap();
    for (file, id) in [("b.jsonl", "2"), ("a.jsonl", "1"), ("c.ndjson", "3"), ("_SUCCESS", "x"), (".d.jsonl", "x")] {
        desk.write(&format!("in/{file}"), json!({ "id": id, "lang": "fr", "text": ARTICLE }).to_string());
    }
    let lines = desk.ok(&["extract", "in"]);
    let ids: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone()).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    std::fs::create_dir(desk.path("empty")).unwrap();
    assert!(desk.refused(&["extract", "empty"]).contains("without .parquet or .jsonl files"));
    assert!(desk.refused(&["extract", "in", "--date", "2023-03-15"]).contains("its own lang, date"));
    assert!(desk.refused(&["extract", "in", "--columns", "text=body"]).contains("--columns is for Parquet"));
    desk.write("one.txt", ARTICLE);
    assert!(desk.refused(&["extract", "one.txt", "--out", "x", "--resume"]).contains("for a corpus"));
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_the_feature_parquet_is_refused() {
    let desk = Desk::new();
    desk.write("in.parquet", "PAR1");
    desk.write("in.jsonl", articles(3));
    assert!(desk.refused(&["extract", "in.parquet"]).contains("--features parquet"));
    assert!(desk.refused(&["extract", "in.jsonl", "--out", "out.parquet"]).contains("--features parquet"));
    assert!(!desk.path("out.parquet").exists());
}

#[cfg(feature = "parquet")]
mod parquet {
    use super::*;
    use ::parquet::arrow::ArrowWriter;
    use ::parquet::arrow::arrow_reader::ParquetRecordBatchReader;
    use arrow_array::cast::AsArray;
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use std::sync::Arc;

    fn rows(path: &Path) -> Vec<RecordBatch> {
        let file = std::fs::File::open(path).unwrap();
        ParquetRecordBatchReader::try_new(file, 1 << 20).unwrap().map(Result::unwrap).collect()
    }

    fn ids(path: &Path) -> Vec<Option<String>> {
        rows(path)
            .iter()
            .flat_map(|rows| {
                rows.column(0).as_string::<i32>().iter().map(|id| id.map(str::to_owned)).collect::<Vec<_>>()
            })
            .collect()
    }

    #[test]
    fn a_run_that_was_killed_goes_on_after_its_last_part() {
        let desk = Desk::new();
        desk.write("in.jsonl", articles(9_000));
        let whole = desk.path("whole.parquet");
        assert_eq!(desk.run(&["extract", "in.jsonl", "--out", "whole.parquet"]).code, 1);
        assert!(!desk.path("whole.parquet.parts").exists());
        let args = ["extract", "in.jsonl", "--out", "out.parquet", "--resume"];
        let out = desk.path("out.parquet");
        for part in ["part-000000.parquet", "part-000001.parquet"] {
            assert!(killed(&desk, &args, &desk.path(&format!("out.parquet.parts/{part}")), 0), "{part}");
            assert!(!out.exists());
        }
        let refused = desk.refused(&["extract", "in.jsonl", "--out", "out.parquet"]);
        assert!(refused.contains("out.parquet.parts is there already"), "{refused}");
        let run = desk.run(&args);
        // Two whole parts were there: only what came after them is done again.
        let count: usize = run.out.split(' ').next().unwrap().parse().unwrap();
        assert!(run.code == 1 && count <= 1_000 && run.out.contains("were there already"), "{}{}", run.out, run.err);
        assert!(rows(&out) == rows(&whole) && !desk.path("out.parquet.parts").exists());
        assert_eq!(ids(&out).len(), 9_000);
        // Nothing is left to do; then the input grows, and what is there stays.
        assert!(desk.run(&args).out.contains("9000 were there already"));
        desk.write("in.jsonl", articles(9_010));
        assert!(desk.run(&args).out.starts_with("10 articles"));
        assert_eq!(ids(&out).len(), 9_010);
        assert_eq!(ids(&out)[..9_000], ids(&whole)[..]);
        desk.write("in.jsonl", articles(9_010).replacen("\"id\":4,", "\"id\":5,", 1));
        assert!(desk.refused(&args).contains("answer 5 of the output"));
        assert_eq!(ids(&out).len(), 9_010);
    }

    #[test]
    fn rows_and_lines_get_the_same_answers() {
        let desk = Desk::new();
        let texts: ArrayRef = Arc::new(StringArray::from(vec![Some(ARTICLE), None, Some("« Oui », a dit le maire.")]));
        let ids: ArrayRef = Arc::new(StringArray::from(vec![Some("a"), Some("b"), None]));
        let langs: ArrayRef = Arc::new(StringArray::from(vec!["fr", "fr", "fr"]));
        let table = RecordBatch::try_from_iter([("key", ids), ("body", texts), ("lang", langs)]).unwrap();
        let mut writer = ArrowWriter::try_new(Vec::new(), table.schema(), None).unwrap();
        writer.write(&table).unwrap();
        desk.write("in.parquet", writer.into_inner().unwrap());
        let columns = "id=key,text=body";
        let run = desk.run(&["extract", "in.parquet", "--columns", columns]);
        assert_eq!(run.code, 1);
        assert_eq!(run.err, "1 article refused:\n    in.parquet, row 2: there is no text\n");
        let lines: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines[1], json!({ "id": "b", "row": 2, "error": "there is no text" }));
        desk.write("in.jsonl", json!({ "id": "a", "lang": "fr", "text": ARTICLE }).to_string());
        let line: Value = serde_json::from_str(&desk.ok(&["extract", "in.jsonl"])).unwrap();
        assert_eq!(lines[0], line);
        assert!(lines[2]["id"].is_null() && lines[2]["claims"].as_array().unwrap().len() == 1);
        let refused = desk.refused(&["extract", "in.parquet"]);
        assert!(refused.contains("there is no column \"id\"; there are key, body, lang"), "{refused}");
        let refused = desk.refused(&["extract", "in.parquet", "--columns", &format!("{columns},date=day")]);
        assert!(refused.contains("no column \"day\""), "{refused}");
        assert!(desk.refused(&["extract", "in.parquet", "--columns", "author=x"]).contains("no field \"author\""));
    }
}
