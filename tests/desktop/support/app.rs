use std::{
    env,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use ringlight_protocol::{
    PersonId,
    local::{Answer, Ask, End, Link, Reply, Request, Settings, Snapshot},
};

use super::{Desk, PATIENCE, Page, person, process::Process, until};

/// What it logs: everything but what the HTTP library says of every frame.
pub const LOG: &str = "debug,h2=info";

/// The app as it is shipped, running at a desk.
pub struct App {
    running: Running,
    socket: PathBuf,
}

enum Running {
    Alone(Process),
    WithPage(Page),
}

impl App {
    /// Starts it as a person does.
    pub async fn start(desk: &Desk, args: &[&str]) -> Self {
        Self::start_with(desk, args, &[]).await
    }

    /// The same with more in its environment.
    pub async fn start_with(desk: &Desk, args: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = desk.command(program("ringlight-desktop"));
        command.args(args).env("RINGLIGHT_LOG", LOG).envs(environment.iter().copied());
        Self::at(desk, Running::Alone(Process::start(&mut command, &desk.log("app")))).await
    }

    /// Starts it with its window in the tests' hands.
    pub async fn open(desk: &Desk, args: &[&str]) -> Self {
        let page = Page::open(desk, &program("ringlight-desktop"), args).await;
        Self::at(desk, Running::WithPage(page)).await
    }

    async fn at(desk: &Desk, running: Running) -> Self {
        let app = Self { running, socket: desk.folder().join("run/ringlight.sock") };
        until("the app answers", PATIENCE, async || {
            ringlight_local::ask(&app.socket, &Request::Look).await.ok()
        })
        .await;
        app
    }

    /// Its window.
    pub fn page(&self) -> &Page {
        match &self.running {
            Running::WithPage(page) => page,
            Running::Alone(_) => panic!("this app was started without a driver"),
        }
    }

    /// The processes it is made of.
    pub fn process(&mut self) -> &mut Process {
        match &mut self.running {
            Running::WithPage(page) => page.process(),
            Running::Alone(process) => process,
        }
    }

    /// Asks over its local socket.
    pub async fn ask(&self, request: Request) -> Reply {
        ringlight_local::ask(&self.socket, &request)
            .await
            .unwrap_or_else(|error| panic!("{request:?}: {error}"))
    }

    /// Asks for something that must be possible.
    pub async fn must(&self, request: Request) {
        let what = format!("{request:?}");
        match self.ask(request).await {
            Reply::Done => {}
            Reply::Problem { problem } => panic!("{what}: {problem:?}"),
            _ => panic!("{what}: answered with something else"),
        }
    }

    /// Asks the server, through it, for something that must be possible.
    pub async fn server(&self, ask: Ask) -> Answer {
        let what = format!("{ask:?}");
        match self.ask(Request::Ask { ask: Box::new(ask) }).await {
            Reply::Answer { answer } => *answer,
            Reply::Problem { problem } => panic!("{what}: {problem:?}"),
            _ => panic!("{what}: answered with something else"),
        }
    }

    /// Chooses a status.
    pub async fn choose(&self, status: &str, end: End) {
        self.must(Request::Choose { status: status.into(), secondary: None, end, note: None }).await;
    }

    /// The id of a colleague.
    pub async fn id_of(&self, name: &str) -> PersonId {
        let seen = self.look().await;
        person(&seen, name).unwrap_or_else(|| panic!("{name} is a colleague")).id.clone()
    }

    /// What it knows.
    pub async fn look(&self) -> Arc<Snapshot> {
        match self.ask(Request::Look).await {
            Reply::Snapshot { snapshot } => snapshot,
            _ => panic!("to look gives a snapshot"),
        }
    }

    /// Looks until there is what `find` wants. Gives it and how long it took.
    pub async fn until<T>(
        &self,
        what: &str,
        within: Duration,
        find: impl Fn(&Snapshot) -> Option<T>,
    ) -> (T, Duration) {
        until(what, within, async || {
            let Ok(Reply::Snapshot { snapshot }) = ringlight_local::ask(&self.socket, &Request::Look).await
            else {
                return None;
            };
            find(&snapshot)
        })
        .await
    }

    /// Changes settings of this computer.
    pub async fn set(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.look().await.settings.clone();
        change(&mut settings);
        self.must(Request::Settings { settings }).await;
    }

    /// Makes it host a team, and gives a link for one colleague.
    pub async fn start_team(&self, team: &str, name: &str) -> String {
        self.must(Request::StartTeam { team: team.into(), name: name.into() }).await;
        self.online(PATIENCE).await;
        self.invite(1).await
    }

    /// A link that so many may use.
    pub async fn invite(&self, uses: u32) -> String {
        match self.ask(Request::Invite { uses }).await {
            Reply::Invite { link, .. } => link,
            Reply::Problem { problem } => panic!("no invite: {problem:?}"),
            _ => panic!("to invite gives a link"),
        }
    }

    /// Joins the team that a link names.
    pub async fn join(&self, link: &str, name: &str) {
        self.must(Request::Join { link: link.into(), name: name.into() }).await;
        self.online(PATIENCE).await;
    }

    /// Waits until its stream is open and gives how long that took.
    pub async fn online(&self, within: Duration) -> Duration {
        self.until("online", within, |seen| (seen.link == Link::Online).then_some(())).await.1
    }
}

/// A program of this workspace, which cargo put beside the folder of the tests.
pub fn program(name: &str) -> PathBuf {
    let tests = env::current_exe().expect("a test is a program");
    let folder = tests.ancestors().nth(2).unwrap_or(Path::new("."));
    let program = folder.join(name);
    assert!(program.is_file(), "{} is not built: run cargo xtask desktop", program.display());
    program
}
