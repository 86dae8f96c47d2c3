//! Golden cases: inputs and expected outputs in text files.
//!
//! ```text
//! === passive, with the actor in a by-phrase
//! en 2024-05-08
//! Three protesters were shot dead by police in Omdurman on Tuesday.
//! ---
//! ASSAULT firearms  SDN COP -> SDN CVL  Omdurman SDN  2024-05-07  "shot dead"
//! ```
//!
//! A case is its name, a line of settings, the input, `---` and the expected output. What stands
//! before the first case is a comment. A case whose output is known to be wrong says so in its
//! name: `=== KNOWN WRONG: why`. With `UPDATE_GOLDEN=1` the outputs are written into the files,
//! and the test fails, for somebody has to read the difference.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// One case of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// The line of settings: for an article its language and publication day.
    pub settings: String,
    /// The input.
    pub input: String,
    /// What must come out.
    pub expected: String,
    /// The line of its name, from 1.
    pub line: usize,
}

impl Case {
    /// The `n`-th setting, where there is one and it is not `-`.
    pub fn setting(&self, n: usize) -> Option<&str> {
        self.settings
            .split_whitespace()
            .nth(n)
            .filter(|s| *s != "-")
    }
}

/// Runs every case of a file, or of all `.txt` files in a folder.
///
/// # Panics
///
/// Where an output is not the expected one, a file is no case file, or outputs were rewritten:
/// it is a test's last line.
pub fn check(path: impl AsRef<Path>, run: impl Fn(&Case) -> String) {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some_and(|v| v == "1");
    let mut report = String::new();
    for file in files(path.as_ref()) {
        let text = fs::read_to_string(&file)
            .unwrap_or_else(|err| panic!("cannot read {}: {err}", file.display()));
        let (comment, cases) =
            parse(&text).unwrap_or_else(|(line, what)| panic!("{}:{line}: {what}", file.display()));
        let outputs: Vec<String> = cases.iter().map(|case| tidy(&run(case))).collect();
        let before = report.len();
        for (case, output) in cases.iter().zip(&outputs) {
            compare(&file, case, output, &mut report);
        }
        if update && report.len() > before {
            fs::write(&file, render(comment, &cases, &outputs))
                .unwrap_or_else(|err| panic!("cannot write {}: {err}", file.display()));
        }
    }
    let hint = match update {
        true => "rewritten; read the difference",
        false => "UPDATE_GOLDEN=1 rewrites them",
    };
    assert!(report.is_empty(), "cases differ ({hint}):\n{report}");
}

/// The file itself, or the `.txt` files of the folder, sorted.
fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let mut files: Vec<PathBuf> = fs::read_dir(path)
        .unwrap_or_else(|err| panic!("cannot read {}: {err}", path.display()))
        .flatten()
        .map(|entry| entry.path())
        .filter(|file| file.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no case files in {}", path.display());
    files
}

/// The comment before the first case, and the cases; or a line and what is wrong there.
fn parse(text: &str) -> Result<(&str, Vec<Case>), (usize, &'static str)> {
    let mut cases: Vec<Case> = Vec::new();
    let mut comment = text.len();
    let mut at = 0;
    let mut expecting = false;
    for (n, line) in text.lines().enumerate() {
        if let Some(name) = line.strip_prefix("=== ") {
            if cases.is_empty() {
                comment = at;
            } else if !expecting {
                return Err((n + 1, "the case before has no `---`"));
            }
            expecting = false;
            cases.push(Case {
                name: name.to_owned(),
                settings: String::new(),
                input: String::new(),
                expected: String::new(),
                line: n + 1,
            });
        } else if let Some(case) = cases.last_mut() {
            if n == case.line {
                line.clone_into(&mut case.settings);
            } else if !expecting && line == "---" {
                expecting = true;
            } else {
                let part = if expecting {
                    &mut case.expected
                } else {
                    &mut case.input
                };
                part.push_str(line);
                part.push('\n');
            }
        }
        at += line.len() + 1;
    }
    if !expecting {
        return Err((text.lines().count(), "the last case has no `---`"));
    }
    for case in &mut cases {
        case.input = tidy(&case.input);
        case.expected = tidy(&case.expected);
    }
    Ok((&text[..comment], cases))
}

/// Without blanks at the ends of lines and without empty lines at the end.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
    lines.join("\n")
}

fn compare(file: &Path, case: &Case, output: &str, report: &mut String) {
    if output == case.expected {
        return;
    }
    let (file, line, name) = (file.display(), case.line, &case.name);
    // Writing to a string cannot fail.
    let _ = writeln!(report, "\n{file}:{line}: {name}");
    for line in case
        .expected
        .lines()
        .filter(|l| !output.lines().any(|o| o == *l))
    {
        let _ = writeln!(report, "  - {line}");
    }
    for line in output
        .lines()
        .filter(|l| !case.expected.lines().any(|e| e == *l))
    {
        let _ = writeln!(report, "  + {line}");
    }
}

fn render(comment: &str, cases: &[Case], outputs: &[String]) -> String {
    let mut text = comment.to_owned();
    for (n, (case, output)) in cases.iter().zip(outputs).enumerate() {
        if n > 0 {
            text.push('\n');
        }
        let Case {
            name,
            settings,
            input,
            ..
        } = case;
        let _ = write!(text, "=== {name}\n{settings}\n{input}\n---\n");
        if !output.is_empty() {
            text.push_str(output);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str =
        "A comment.\n\n=== one\nen 2024-05-08\nText.\n\nMore.\n---\nOUT\n\n=== two\n- -\n\n---\n";

    #[test]
    fn a_file_is_cases_and_renders_to_itself() {
        let (comment, cases) = parse(FILE).unwrap();
        assert_eq!(comment, "A comment.\n\n");
        assert_eq!(cases.len(), 2);
        assert_eq!(cases[0].input, "Text.\n\nMore.");
        assert_eq!(cases[0].setting(1), Some("2024-05-08"));
        assert_eq!((cases[1].setting(0), &*cases[1].expected), (None, ""));
        let outputs: Vec<String> = cases.iter().map(|c| c.expected.clone()).collect();
        assert_eq!(render(comment, &cases, &outputs), FILE);
    }

    #[test]
    fn a_difference_names_file_line_and_lines() {
        let (_, cases) = parse(FILE).unwrap();
        let mut report = String::new();
        compare(Path::new("a.txt"), &cases[0], "OTHER", &mut report);
        assert_eq!(report, "\na.txt:3: one\n  - OUT\n  + OTHER\n");
    }

    #[test]
    fn a_case_without_an_output_is_a_fault() {
        assert_eq!(parse("=== a\nen\nText\n").unwrap_err().0, 3);
    }
}
