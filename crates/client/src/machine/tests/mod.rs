mod account;
mod calendar;
mod desk;
mod hours;
mod notices;
mod own;
mod reports;
mod rig;
mod truth;
mod unseen;

use ringlight_protocol::{
    local::{Reply, Request},
    *,
};

use super::{Call, *};
use rig::*;

fn is_done(reply: &Option<Reply>) -> bool {
    *reply == Some(Reply::Done)
}

fn code(reply: Option<Reply>) -> Option<Code> {
    match reply {
        Some(Reply::Problem { problem }) => Some(problem.code),
        _ => None,
    }
}

fn sent(rig: &Rig) -> Vec<&Call> {
    rig.calls.iter().map(|(_, call)| call).collect()
}

fn choice(call: &Call) -> &Choice {
    match call {
        Call::Choose(choice) => choice,
        other => panic!("not a choice: {other:?}"),
    }
}
