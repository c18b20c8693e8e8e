//! What only the server can do or tell: each ask with its method, its path, its body, and what the answer is.

use reqwest::{Method, RequestBuilder, header::ACCEPT};
use ringlight_protocol::{
    Code, ManyChoice, Problem, ReportDays, Role, StatusOrder, Those,
    local::{Answer, Ask},
};
use serde::{Serialize, de::DeserializeOwned};

use super::api::{Api, segment};
use crate::machine::Failure;

/// A request under way, or why none can be made.
pub(super) type Asked = Result<RequestBuilder, Failure>;

impl Api {
    /// The request that makes a change which can be taken back, if it is one.
    pub(super) fn change(&self, ask: &Ask) -> Option<Asked> {
        Some(match ask {
            Ask::PlanAbsence { id, absence } => self.put(&["me", "absences", id.as_str()], absence),
            Ask::CancelAbsence { id } => self.delete(&["me", "absences", id.as_str()]),
            Ask::SetQuietHours { hours } => self.put(&["me", "quiet-hours"], hours),
            Ask::UseTeamQuietHours => self.delete(&["me", "quiet-hours"]),
            Ask::SetPrivacy { privacy } => self.put(&["me", "privacy"], privacy),
            Ask::SetGroup { id, group } => self.put(&["me", "groups", id.as_str()], group),
            Ask::DeleteGroup { id } => self.delete(&["me", "groups", id.as_str()]),
            Ask::SetAlert { id, alert } => self.put(&["me", "alerts", id.as_str()], alert),
            Ask::DeleteAlert { id } => self.delete(&["me", "alerts", id.as_str()]),
            _ => return None,
        })
    }

    /// Asks, and gives what the server said.
    pub(super) async fn answer(&self, ask: &Ask) -> Result<Answer, Failure> {
        match ask {
            Ask::ViewAs { viewer } => {
                let viewer = self.told(self.get(&["me", "view-as", viewer.as_str()])).await?;
                Ok(Answer::Viewers { viewers: vec![viewer] })
            }
            Ask::Viewers => {
                self.told(self.get(&["me", "viewers"])).await.map(|viewers| Answer::Viewers { viewers })
            }
            Ask::OrderFavourites { people } => {
                self.done(self.put(&["me", "favourites"], &Those { people: people.clone() })).await
            }
            Ask::SetBreakthrough { people } => {
                self.done(self.put(&["me", "breakthrough"], &Those { people: people.clone() })).await
            }
            Ask::Programs => {
                self.told(self.get(&["me", "programs"])).await.map(|programs| Answer::Programs { programs })
            }
            Ask::MakeProgram { program } => self
                .told(self.at(Method::POST, &["me", "programs"]).map(|request| request.json(program)))
                .await
                .map(|made| Answer::ProgramMade { made }),
            Ask::RevokeProgram { id } => self.done(self.delete(&["me", "programs", id.as_str()])).await,
            Ask::Devices => {
                self.told(self.get(&["me", "devices"])).await.map(|devices| Answer::Devices { devices })
            }
            Ask::SignOutDevice { id } => self.done(self.delete(&["me", "devices", id.as_str()])).await,
            other => self.answer_to_administrator(other).await,
        }
    }

    async fn answer_to_administrator(&self, ask: &Ask) -> Result<Answer, Failure> {
        match ask {
            Ask::SetStatus { id, status } => self.done(self.put(&["statuses", id.as_str()], status)).await,
            Ask::OrderStatuses { order } => {
                self.done(self.put(&["statuses"], &StatusOrder { order: order.clone() })).await
            }
            Ask::ChangeTeam { change } => {
                self.done(self.at(Method::PATCH, &["team"]).map(|request| request.json(change))).await
            }
            Ask::ChooseFor { people, choice } => {
                let many = ManyChoice { people: people.clone(), choice: choice.clone() };
                self.told(self.put(&["people", "status"], &many))
                    .await
                    .map(|outcomes| Answer::Outcomes { outcomes })
            }
            Ask::SetRole { person, admin } => {
                self.done(self.put(&["people", person.as_str(), "role"], &Role { admin: *admin })).await
            }
            Ask::Remove { person } => self.done(self.delete(&["people", person.as_str()])).await,
            Ask::StatusTime { days } => {
                self.told(self.status_time(days)).await.map(|report| Answer::StatusTime { report })
            }
            Ask::StatusTimeCsv { days } => {
                let request = self.status_time(days)?.header(ACCEPT, "text/csv");
                self.text(request).await.map(|text| Answer::Csv { text })
            }
            _ => Err(refused("This version of Ringlight does not know how to ask for that.")),
        }
    }

    fn status_time(&self, days: &ReportDays) -> Asked {
        let query = [("from", days.from.to_string()), ("until", days.until.to_string())];
        Ok(self.get(&["reports", "status-time"])?.query(&query))
    }

    async fn done(&self, asked: Asked) -> Result<Answer, Failure> {
        self.tell(asked?).await.map(|_| Answer::Done)
    }

    async fn told<T: DeserializeOwned>(&self, asked: Asked) -> Result<T, Failure> {
        self.ask(asked?).await
    }

    fn get(&self, path: &[&str]) -> Asked {
        self.at(Method::GET, path)
    }

    fn put(&self, path: &[&str], body: &impl Serialize) -> Asked {
        Ok(self.at(Method::PUT, path)?.json(body))
    }

    fn delete(&self, path: &[&str]) -> Asked {
        self.at(Method::DELETE, path)
    }

    /// A segment of dots would lead to another route once the path is normalised (RFC 3986 section 5.2.4), encoded or
    /// not.
    fn at(&self, method: Method, path: &[&str]) -> Asked {
        if path.iter().any(|part| [".", ".."].contains(part)) {
            return Err(refused("An id needs a letter or a digit."));
        }
        let path: Vec<String> = path.iter().map(|part| segment(part)).collect();
        Ok(self.request(method, &path.join("/")))
    }
}

fn refused(detail: &str) -> Failure {
    Failure { problem: Problem::new(Code::Invalid, detail), again: None }
}
