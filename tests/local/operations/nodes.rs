//! Nodes: `AssociateNode`, `DisassociateNode`, `DescribeNodeAssociationStatus` and `ExportServerEngineAttribute`.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;

use super::Call;
use crate::{
    engine::{Attributes, Engine, value},
    error::ServiceError,
    identifiers::uuid,
    render::{self, Object},
    state::{Association, State},
    status::ServerStatus::{self, Healthy},
};

/// Requests that a server remembers; of older ones the token is not known any more.
const KEPT_ASSOCIATIONS: usize = 1_000;

/// Begins to associate a node.
pub(crate) fn associate(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let server = state.server_that_is(call.required("ServerName")?, &[Healthy])?;
    let engine = server.settings.engine;
    let attributes = call.attributes("EngineAttributes")?;
    engine.refuse_unknown(&attributes, &["CHEF_ORGANIZATION", "CHEF_NODE_PUBLIC_KEY"], &["PUPPET_NODE_CSR"])?;
    require_organization(engine, &attributes, false)?;
    let needed = match engine {
        Engine::Chef => "CHEF_NODE_PUBLIC_KEY",
        Engine::Puppet => "PUPPET_NODE_CSR",
    };
    if value(&attributes, needed).is_none() {
        return Err(ServiceError::validation(format!("The engine attribute {needed} is required.")));
    }
    begin(state, call, true)
}

/// Begins to disassociate a node.
pub(crate) fn disassociate(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let server = state.server_that_is(call.required("ServerName")?, &[Healthy])?;
    let engine = server.settings.engine;
    let attributes = call.attributes("EngineAttributes")?;
    engine.refuse_unknown(&attributes, &["CHEF_ORGANIZATION"], &[])?;
    require_organization(engine, &attributes, true)?;
    begin(state, call, false)
}

/// A Chef server has the one organization `default`.
fn require_organization(engine: Engine, attributes: &Attributes, required: bool) -> Result<(), ServiceError> {
    match value(attributes, "CHEF_ORGANIZATION") {
        Some("default") => Ok(()),
        Some(other) => Err(ServiceError::validation(format!("The Chef organization '{other}' does not exist."))),
        None if required && engine == Engine::Chef => {
            Err(ServiceError::validation("The engine attribute CHEF_ORGANIZATION is required."))
        }
        None => Ok(()),
    }
}

fn begin(state: &mut State, call: &Call<'_>, joins: bool) -> Result<Value, ServiceError> {
    let (name, node) = (call.required("ServerName")?, call.required("NodeName")?);
    let token = uuid(&mut state.rng);
    let association = Association {
        token: token.clone(),
        node_name: node.to_owned(),
        joins,
        status: "IN_PROGRESS",
        remaining: state.ticks.node,
        attributes: Attributes::new(),
    };
    let server = state.server_mut(name)?;
    server.associations.push(association);
    let surplus = server.associations.len().saturating_sub(KEPT_ASSOCIATIONS);
    server.associations.drain(..surplus);
    let what = if joins { "association" } else { "disassociation" };
    state.event(name, call.now, format!("The {what} of node '{node}' started."), None);
    Ok(Object::default().put("NodeAssociationStatusToken", token).into())
}

/// Tells how far an association or disassociation is.
pub(crate) fn status(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let token = call.required("NodeAssociationStatusToken")?;
    let server = state.server_mut(call.required("ServerName")?)?;
    let association =
        server.associations.iter_mut().find(|association| association.token == token).ok_or_else(|| {
            ServiceError::not_found("No recent association or disassociation request has this token.")
        })?;
    association.remaining = association.remaining.saturating_sub(1);
    Ok(Object::default()
        .put("NodeAssociationStatus", association.status)
        .maybe("EngineAttributes", render::attributes(&association.attributes))
        .into())
}

/// Exports the user data with which an EC2 instance joins the server when it starts.
pub(crate) fn export(state: &mut State, call: &Call<'_>) -> Result<Value, ServiceError> {
    let (name, exported) = (call.required("ServerName")?, call.required("ExportAttributeName")?);
    let server = state.server(name)?;
    let (status, engine) = (server.status, server.settings.engine);
    if matches!(
        status,
        ServerStatus::Creating | ServerStatus::Terminated | ServerStatus::Failed | ServerStatus::Deleting
    ) {
        return Err(ServiceError::invalid_state(format!(
            "Server '{name}' is in status {status}, in which nothing can be exported."
        )));
    }
    if exported != "Userdata" {
        return Err(ServiceError::validation(format!(
            "The attribute '{exported}' cannot be exported. Supported: Userdata."
        )));
    }
    let inputs = call.attributes("InputAttributes")?;
    let known = ["RunList", "OrganizationName", "NodeEnvironment", "NodeClientVersion"];
    engine.refuse_unknown(&inputs, &known, &known)?;
    let mut script = format!(
        "#!/bin/bash\nset -e\nSERVER_NAME={name}\nSERVER_ENDPOINT={}\nREGION={}\n",
        server.endpoint, state.place.region
    );
    // Puppet takes no notice of these.
    if engine == Engine::Chef {
        for (input, value) in &inputs {
            script.push_str(&format!("{}='{}'\n", input.to_uppercase(), value.replace('\'', r"'\''")));
        }
    }
    script.push_str("aws opsworks-cm associate-node --region \"$REGION\" --server-name \"$SERVER_NAME\" \"$@\"\n");
    let attribute = render::attribute(exported, &STANDARD.encode(script));
    Ok(Object::default().put("EngineAttribute", attribute).put("ServerName", name).into())
}
