//! What only the server can do or tell: each ask with its method, its path, its body, and what the answer is.

use reqwest::{Method, RequestBuilder, header::ACCEPT};
use ringlight_protocol::{
    Code, ManyChoice, PersonId, Problem, Role, StatusOrder, Those,
    local::{Answer, Ask},
};

use super::api::{Api, segment};
use crate::machine::Failure;

impl Api {
    /// Asks, and gives what the server said.
    pub(super) async fn answer(&self, ask: &Ask) -> Result<Answer, Failure> {
        let request = self.asked(ask)?;
        match ask {
            Ask::ViewAs { .. } => {
                self.ask(request).await.map(|viewer| Answer::Viewers { viewers: vec![viewer] })
            }
            Ask::Viewers => self.ask(request).await.map(|viewers| Answer::Viewers { viewers }),
            Ask::Programs => self.ask(request).await.map(|programs| Answer::Programs { programs }),
            Ask::MakeProgram { .. } => self.ask(request).await.map(|made| Answer::ProgramMade { made }),
            Ask::Devices => self.ask(request).await.map(|devices| Answer::Devices { devices }),
            Ask::ChooseFor { .. } => self.ask(request).await.map(|outcomes| Answer::Outcomes { outcomes }),
            Ask::StatusTime { .. } => self.ask(request).await.map(|report| Answer::StatusTime { report }),
            Ask::StatusTimeCsv { .. } => {
                self.text(request.header(ACCEPT, "text/csv")).await.map(|text| Answer::Csv { text })
            }
            _ => self.tell(request).await.map(|_| Answer::Done),
        }
    }

    /// The request that an ask is, or why none can be made.
    pub(super) fn asked(&self, ask: &Ask) -> Result<RequestBuilder, Failure> {
        let (get, put, delete) = (Method::GET, Method::PUT, Method::DELETE);
        let those = |people: &[PersonId]| Those { people: people.to_vec() };
        Ok(match ask {
            Ask::PlanAbsence { id, absence } => self.at(put, &["me", "absences", id.as_str()])?.json(absence),
            Ask::CancelAbsence { id } => self.at(delete, &["me", "absences", id.as_str()])?,
            Ask::SetQuietHours { hours } => self.at(put, &["me", "quiet-hours"])?.json(hours),
            Ask::UseTeamQuietHours => self.at(delete, &["me", "quiet-hours"])?,
            Ask::SetPrivacy { privacy } => self.at(put, &["me", "privacy"])?.json(privacy),
            Ask::SetGroup { id, group } => self.at(put, &["me", "groups", id.as_str()])?.json(group),
            Ask::DeleteGroup { id } => self.at(delete, &["me", "groups", id.as_str()])?,
            Ask::SetAlert { id, alert } => self.at(put, &["me", "alerts", id.as_str()])?.json(alert),
            Ask::DeleteAlert { id } => self.at(delete, &["me", "alerts", id.as_str()])?,
            Ask::ViewAs { viewer } => self.at(get, &["me", "view-as", viewer.as_str()])?,
            Ask::Viewers => self.at(get, &["me", "viewers"])?,
            Ask::Favourite { person, on } => {
                self.at(if *on { put } else { delete }, &["me", "favourites", person.as_str()])?
            }
            Ask::OrderFavourites { people } => self.at(put, &["me", "favourites"])?.json(&those(people)),
            Ask::SetBreakthrough { people } => self.at(put, &["me", "breakthrough"])?.json(&those(people)),
            Ask::Programs => self.at(get, &["me", "programs"])?,
            Ask::MakeProgram { program } => self.at(Method::POST, &["me", "programs"])?.json(program),
            Ask::RevokeProgram { id } => self.at(delete, &["me", "programs", id.as_str()])?,
            Ask::Devices => self.at(get, &["me", "devices"])?,
            Ask::SignOutDevice { id } => self.at(delete, &["me", "devices", id.as_str()])?,
            Ask::SetStatus { id, status } => self.at(put, &["statuses", id.as_str()])?.json(status),
            Ask::OrderStatuses { order } => {
                self.at(put, &["statuses"])?.json(&StatusOrder { order: order.clone() })
            }
            Ask::ChangeTeam { change } => self.at(Method::PATCH, &["team"])?.json(change),
            Ask::ChooseFor { people, choice } => {
                let many = ManyChoice { people: people.clone(), choice: choice.clone() };
                self.at(put, &["people", "status"])?.json(&many)
            }
            Ask::SetRole { person, admin } => {
                self.at(put, &["people", person.as_str(), "role"])?.json(&Role { admin: *admin })
            }
            Ask::Remove { person } => self.at(delete, &["people", person.as_str()])?,
            Ask::StatusTime { days } | Ask::StatusTimeCsv { days } => {
                let query = [("from", days.from.to_string()), ("until", days.until.to_string())];
                self.at(get, &["reports", "status-time"])?.query(&query)
            }
        })
    }

    /// A segment of dots would lead to another route once the path is normalised (RFC 3986 section 5.2.4), encoded or
    /// not.
    fn at(&self, method: Method, path: &[&str]) -> Result<RequestBuilder, Failure> {
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
