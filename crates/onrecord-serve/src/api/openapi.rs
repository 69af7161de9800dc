//! The OpenAPI 3.1 document: paths from the handlers' descriptions, schemas from the types.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use utoipa::openapi::{ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder};

use super::read::ReadRequest;
use super::shapes;
use crate::problem::Problem;

const ABOUT: &str = "Reads news and keeps the record of who said what, according to whom. \
    Offsets count Unicode code points in the article's plain text, end exclusive. \
    Everything that goes wrong is told as RFC 9457 problem details.";

/// The document as JSON.
pub fn document() -> String {
    let mut document = serde_json::to_value(paths()).unwrap_or_default();
    document["components"]["schemas"] = Value::Object(schemas());
    document["components"]["securitySchemes"] = json!({
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "The token that the server was started with. Without one, none is needed."
        }
    });
    document["security"] = json!([{}, { "token": [] }]);
    document["servers"] = json!([{ "url": "/" }]);
    document["tags"] = json!([
        { "name": "read", "description": "Articles in, records out." },
        { "name": "archive", "description": "Questions to the archive." }
    ]);
    if let Some(paths) = document["paths"].as_object_mut() {
        paths
            .values_mut()
            .filter_map(Value::as_object_mut)
            .flat_map(Map::values_mut)
            .for_each(tell_of_problems);
    }
    // any bytes are a text
    for text in ["text/plain", "text/html"] {
        document["paths"]["/api/v1/read"]["post"]["requestBody"]["content"][text] = json!({});
    }
    describe_batch(&mut document["paths"]["/api/v1/batch"]["post"]);
    document.to_string()
}

/// What a batch's lines are. A batch without lines is one all the same.
fn describe_batch(operation: &mut Value) {
    let lines = |schema: &str| {
        json!({
            "type": "string",
            "contentMediaType": "application/x-ndjson",
            "contentSchema": { "$ref": format!("#/components/schemas/{schema}") }
        })
    };
    operation["requestBody"]["required"] = false.into();
    operation["requestBody"]["content"]["application/x-ndjson"]["schema"] = lines("ReadRequest");
    operation["responses"]["200"]["content"]["application/x-ndjson"]["schema"] = lines("BatchLine");
}

/// Every endpoint can refuse.
fn tell_of_problems(operation: &mut Value) {
    let reference = json!({ "$ref": "#/components/schemas/Problem" });
    let content = json!({ "application/problem+json": { "schema": reference } });
    for (status, description) in [
        ("400", "The question cannot be read"),
        ("401", "A token is needed, and was not sent"),
        ("default", "Whatever else went wrong"),
    ] {
        if operation["responses"].get(status).is_none() {
            operation["responses"][status] = json!({ "description": description, "content": content });
        }
    }
}

fn paths() -> OpenApi {
    let endpoints = super::asked_endpoints().merge(super::plain_endpoints()).merge(super::batch_endpoints());
    let described = endpoints.into_openapi();
    let license = LicenseBuilder::new()
        .name(env!("CARGO_PKG_LICENSE"))
        .url(Some("https://www.apache.org/licenses/LICENSE-2.0"))
        .build();
    let info = InfoBuilder::new()
        .title("onrecord")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .contact(Some(ContactBuilder::new().url(Some(env!("CARGO_PKG_REPOSITORY"))).build()))
        .license(Some(license))
        .build();
    OpenApiBuilder::from(described).info(info).build()
}

fn schemas() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
    });
    let mut generator = settings.into_generator();
    generator.subschema_for::<Problem>();
    generator.subschema_for::<shapes::SearchPage>();
    generator.subschema_for::<shapes::People>();
    generator.subschema_for::<shapes::Who>();
    generator.subschema_for::<shapes::Family>();
    generator.subschema_for::<shapes::LabelPage>();
    generator.subschema_for::<shapes::DocumentEntry>();
    generator.subschema_for::<shapes::Outlets>();
    generator.subschema_for::<shapes::Counts>();
    generator.subschema_for::<shapes::BatchLine>();
    let mut out = generator.take_definitions(true);
    let settings = SchemaSettings::draft2020_12().for_deserialize().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
    });
    let mut generator = settings.into_generator();
    generator.subschema_for::<ReadRequest>();
    out.extend(generator.take_definitions(true));
    out
}
