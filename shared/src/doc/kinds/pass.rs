//! Head office's word on who may work on a device under their own name. Nothing of it is secret: a code is known by a digest.

use super::super::Meaning;
use super::super::pen::{In, Out};
use crate::domain::{DeviceId, PassEnded, PassIssued, Role, UnixMillis};

pub(super) fn write_issued(issued: &PassIssued, out: &mut Out) {
    let PassIssued { device, staff, role, proof, code_until } = issued;
    out.id("device", Some(device.as_bytes()));
    out.code("staff", Some(staff));
    out.text("role", role.code());
    out.bytes("proof", proof);
    out.int("code_until", code_until.0);
}

pub(super) fn read_issued(input: &In<'_>) -> Result<PassIssued, Meaning> {
    let proof = input.bytes("proof")?.ok_or(Meaning::Missing("proof"))?;
    Ok(PassIssued {
        device: input.id("device")?.map(DeviceId).ok_or(Meaning::Missing("device"))?,
        staff: input.required_code("staff")?,
        role: Role::from_code(input.required("role")?),
        proof: proof.try_into().map_err(|_| Meaning::Invalid("proof"))?,
        code_until: input.int("code_until")?.map(UnixMillis).ok_or(Meaning::Missing("code_until"))?,
    })
}

pub(super) fn write_ended(ended: PassEnded, out: &mut Out) {
    out.id("issued", Some(ended.issued.as_bytes()));
}

pub(super) fn read_ended(input: &In<'_>) -> Result<PassEnded, Meaning> {
    Ok(PassEnded { issued: input.fact("issued")?.ok_or(Meaning::Missing("issued"))? })
}
