//! A real file system that is full: a tmpfs of 192 KiB, filled by evidence until it refuses.

use crate::Failure;
use crate::dixit_process::{done, output};
use crate::scenario::{STEPS, arguments, sources};
use crate::state::{check, state};
use std::fs;
use std::path::Path;
use std::process::Command;

pub(crate) fn run() -> Result<String, Failure> {
    let root = tempfile::tempdir().map_err(|error| error.to_string())?;
    let disk = root.path().join("disk");
    fs::create_dir(&disk).map_err(|error| error.to_string())?;
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=192k", "tmpfs"]).arg(&disk).output();
    match mounted {
        Ok(out) if out.status.success() => {}
        Ok(out) => {
            let why = String::from_utf8_lossy(&out.stderr).trim().to_owned();
            return Ok(format!("SKIPPED: no right to mount a small file system here ({why})"));
        }
        Err(error) => return Ok(format!("SKIPPED: no mount command here ({error})")),
    }
    let filled = fill(root.path(), &disk);
    let unmounted = Command::new("umount").arg(&disk).status().is_ok_and(|status| status.success());
    if !unmounted {
        return Err(format!("cannot unmount {}", disk.display()));
    }
    filled
}

fn fill(root: &Path, disk: &Path) -> Result<String, Failure> {
    sources(disk)?;
    let workspace = disk.join("workspace");
    fs::create_dir(&workspace).map_err(|error| error.to_string())?;
    for step in &STEPS[..2] {
        let words = arguments(&workspace, step)?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        done(&words, &output(&workspace, &words, None)?)?;
    }
    let claim = arguments(&workspace, &["{0}"])?.remove(0);
    let (mut accepted, mut refused) = (0, 0);
    for number in 0..200u32 {
        let file = root.join("evidence.bin");
        fs::write(&file, number.to_le_bytes().repeat(1 + (number as usize * 37) % 700)).map_err(|e| e.to_string())?;
        // Files fill the disk fast, addresses only lengthen the journal: it is the journal that must not tear.
        let path =
            if number % 3 == 0 { file.to_string_lossy().into_owned() } else { format!("https://example.org/{number}") };
        let before = state(&workspace)?;
        let struck = output(&workspace, &["evidence", &claim, &path], None)?;
        check(&workspace)?;
        let after = state(&workspace)?;
        match struck.status.code() {
            Some(0) if after != before => accepted += 1,
            Some(2) if after == before => refused += 1,
            code => return Err(format!("evidence {number} ended with {code:?}, changed: {}", after != before)),
        }
    }
    if refused == 0 {
        return Err("the disk was never full".to_owned());
    }
    Ok(format!(
        "small disk: {accepted} commands done, {refused} refused for want of space: nothing lost, nothing by half"
    ))
}
