//! Who asked the server for a change is answered once it shows here: the answer and the event that carries the change
//! come by different ways, and either may be the first.

use std::sync::Arc;

use ringlight_protocol::{
    Alert, Group, PersonId, Policy, SignedDuration, Status, Timestamp,
    local::{Ask, Reply},
};

use super::{AskId, Effect, Machine};

/// A change to what is so already never comes.
const PATIENCE: SignedDuration = SignedDuration::from_secs(1);

/// What a request changes and its answer does not tell.
#[derive(Debug, PartialEq)]
enum Part {
    Breakthrough(Vec<PersonId>),
    Groups(Arc<Vec<Group>>),
    Favourites(Vec<PersonId>),
    Alerts(Arc<Vec<Alert>>),
    Statuses(Arc<Vec<Status>>),
    Team(Arc<Policy>, Option<String>),
}

/// A change that does not show yet.
#[derive(Debug)]
pub(crate) struct Unseen {
    ask: AskId,
    of: Ask,
    before: Part,
    /// What is answered, once the server has made it.
    reply: Option<Reply>,
    until: Option<Timestamp>,
}

impl Machine {
    /// Remembers how what is asked for stands before.
    pub(super) fn expect(&mut self, ask: AskId, of: &Ask) {
        let before = self.part(of);
        let unseen = before.map(|before| Unseen { ask, of: of.clone(), before, reply: None, until: None });
        self.unseen.extend(unseen);
    }

    fn part(&self, of: &Ask) -> Option<Part> {
        match of {
            Ask::SetBreakthrough { .. } => {
                self.own.me().map(|me| Part::Breakthrough(me.breakthrough.clone()))
            }
            Ask::SetGroup { .. } | Ask::DeleteGroup { .. } => Some(Part::Groups(self.roster.groups.clone())),
            Ask::Favourite { .. } | Ask::OrderFavourites { .. } => {
                Some(Part::Favourites(self.roster.favourites.clone()))
            }
            Ask::SetAlert { .. } | Ask::DeleteAlert { .. } => Some(Part::Alerts(self.roster.alerts.clone())),
            Ask::SetStatus { .. } | Ask::OrderStatuses { .. } => {
                Some(Part::Statuses(self.roster.statuses.clone()))
            }
            Ask::ChangeTeam { .. } => {
                let name = self.session.account().map(|account| account.team.clone());
                Some(Part::Team(self.roster.policy.clone(), name))
            }
            _ => None,
        }
    }

    /// Answers, but for a change that was made and does not show yet.
    pub(super) fn reply(&mut self, ask: AskId, reply: Reply) {
        let at = self.unseen.iter().position(|it| it.ask == ask);
        match (at, &reply) {
            (Some(at), Reply::Answer { .. }) => self.unseen[at].reply = Some(reply),
            (at, _) => {
                at.map(|at| self.unseen.remove(at));
                self.out.push(Effect::Reply(ask, reply));
            }
        }
    }

    /// Answers those whose change shows, and those for whom nothing will come.
    pub(super) fn answer_what_shows(&mut self, now: Timestamp) {
        for mut it in std::mem::take(&mut self.unseen) {
            let Some(reply) = it.reply.take() else {
                self.unseen.push(it);
                continue;
            };
            let until = *it.until.get_or_insert(now.saturating_add(PATIENCE).unwrap_or(now));
            if until <= now || self.part(&it.of).as_ref() != Some(&it.before) {
                self.out.push(Effect::Reply(it.ask, reply));
            } else {
                self.unseen.push(Unseen { reply: Some(reply), ..it });
            }
        }
    }

    /// When somebody has waited long enough.
    pub(super) fn next_unseen(&self) -> Option<Timestamp> {
        self.unseen.iter().filter_map(|it| it.until).min()
    }
}
