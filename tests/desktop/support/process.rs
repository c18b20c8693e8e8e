use std::{
    fs::{self, File},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    thread,
};

use rustix::process::{Pid, Signal, kill_process_group};

/// A program with everything it starts, in a process group that ends with it.
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts it with both outputs in the file `log`, which is shown should the test fail.
    pub fn start(command: &mut Command, log: &Path) -> Self {
        let file = File::options().create(true).append(true).open(log).expect("a log can be written");
        let error = file.try_clone().expect("a file has a second handle");
        Self::start_with(command.stdout(file).stderr(error), log)
    }

    /// Starts it with what it says on standard output left to `command`.
    pub fn start_with(command: &mut Command, log: &Path) -> Self {
        let child = command.process_group(0).spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self { child, log: log.to_owned() }
    }

    /// Starts it and reads its standard output up to the first line, by which it says that it is ready.
    pub fn start_and_read_line(command: &mut Command, log: &Path) -> (Self, String) {
        use std::io::BufRead;
        let file = File::create(log).expect("a log can be written");
        let mut process = Self::start_with(command.stdout(Stdio::piped()).stderr(file), log);
        let mut output = std::io::BufReader::new(process.child.stdout.take().expect("the output is piped"));
        let mut line = String::new();
        output.read_line(&mut line).expect("it prints text");
        assert!(!line.is_empty(), "{command:?} ended at once: {}", process.said());
        // Whoever writes into a pipe that nobody reads stops.
        thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        (process, line.trim().to_owned())
    }

    /// Where it reads from, if that was piped.
    pub fn input(&mut self) -> ChildStdin {
        self.child.stdin.take().expect("its input is piped")
    }

    /// Its id, and its group's.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it wrote.
    pub fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The code with which it ended, once it has.
    pub fn ended(&mut self) -> Option<Option<i32>> {
        self.child.try_wait().expect("it is our child").map(|status| status.code())
    }

    /// Ends it and everything it started without a chance to say goodbye.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        let _ = self.child.wait();
        // What it started has other parents to wait for it, and holds its files and sockets until it is really gone.
        while group_lives(self.id()) {
            thread::yield_now();
        }
    }

    /// Sends `signal` to it and everything it started.
    pub fn signal(&self, signal: Signal) {
        let group = i32::try_from(self.id()).ok().and_then(Pid::from_raw);
        // It may have ended by itself.
        let _ = kill_process_group(group.expect("a child has an id"), signal);
    }
}

impl Drop for Process {
    #[expect(clippy::print_stderr, reason = "the words of a program explain a test that fails")]
    fn drop(&mut self) {
        self.kill();
        if thread::panicking() {
            eprintln!("---- {}\n{}", self.log.display(), self.said());
        }
    }
}

/// Whether any process of the group still does something; fields as proc_pid_stat(5) counts them. One whose first thread
/// has ended is called a zombie already while the others still hold its files.
fn group_lives(group: u32) -> bool {
    let stats = fs::read_dir("/proc").into_iter().flatten().flatten().map(|entry| entry.path().join("stat"));
    stats.filter_map(|stat| fs::read_to_string(stat).ok()).any(|stat| {
        let fields: Vec<_> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let (state, of, threads) = (fields.first(), fields.get(2), fields.get(17));
        of == Some(&group.to_string().as_str())
            && (state != Some(&"Z") || threads.is_some_and(|n| !["0", "1"].contains(n)))
    })
}
