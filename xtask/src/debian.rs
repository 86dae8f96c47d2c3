//! Programs of others that tests need, from Debian's packages.

use std::process::Command;

use crate::steps::shown;

/// Whether something is here, or is after packages of Debian were installed.
///
/// Only where the environment has `CI` set, which machines have that are thrown away afterwards:
/// nobody's own machine is changed by testing.
pub(crate) fn provide(is_here: impl Fn() -> bool, packages: &[&str]) -> bool {
    is_here() || (install(packages) && is_here())
}

fn install(packages: &[&str]) -> bool {
    let apt = Command::new("apt-get").arg("--version").output();
    if std::env::var_os("CI").is_none() || !apt.is_ok_and(|told| told.status.success()) {
        return false;
    }
    let run = |args: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
        shown(command, &format!("apt-get {}", args.join(" ")))
    };
    // A list of packages that is not of today may still do.
    if let Err(err) = run(&["update", "-qq"]) {
        println!("== {err:#}");
    }
    let quietly = ["install", "-qq", "-y", "--no-install-recommends"];
    match run(&[&quietly[..], packages].concat()) {
        Ok(()) => true,
        Err(err) => {
            println!("== {err:#}");
            false
        }
    }
}
