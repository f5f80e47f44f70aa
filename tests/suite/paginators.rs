//! Paginators of every form that `@paginated` has: defaults of the service, nested tokens and items, maps as items.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tinsmith_codegen::{Options, generate};

/// A service whose trait tells what its operations leave out.
fn model() -> Value {
    let operation = |input: &str, output: &str, paginated: Value| {
        json!({
            "type": "operation",
            "input": { "target": format!("com.example#{input}") },
            "output": { "target": format!("com.example#{output}") },
            "traits": { "smithy.api#paginated": paginated },
        })
    };
    let operations = ["ListParts", "ListShelves", "ListPrices"];
    let operations = operations.map(|name| json!({ "target": format!("com.example#{name}") }));
    let list = |member: &str| json!({ "type": "list", "member": { "target": member } });
    json!({
        "smithy": "2.0",
        "shapes": {
            "com.example#Shop": {
                "type": "service",
                "version": "2026-01-01",
                "operations": operations,
                "traits": {
                    "aws.auth#sigv4": { "name": "shop" },
                    "aws.protocols#awsJson1_1": {},
                    "smithy.api#paginated": { "inputToken": "Next", "outputToken": "Next", "items": "Items", "pageSize": "Size" },
                },
            },
            "com.example#ListParts": operation("Request", "Parts", json!({})),
            "com.example#ListShelves": operation("Request", "Shelves", json!({ "outputToken": "Page.Cursor.Next", "items": "Page.Shelves" })),
            "com.example#ListPrices": operation("Request", "Prices", json!({ "outputToken": "Page.After", "items": "Page.Prices" })),
            "com.example#Request": {
                "type": "structure",
                "members": { "Next": { "target": "smithy.api#String" }, "Size": { "target": "smithy.api#Integer" } },
            },
            "com.example#Parts": {
                "type": "structure",
                "members": { "Items": { "target": "com.example#Names" }, "Next": { "target": "smithy.api#String" } },
            },
            "com.example#Shelves": {
                "type": "structure",
                "members": { "Page": { "target": "com.example#ShelfPage" } },
            },
            "com.example#ShelfPage": {
                "type": "structure",
                "members": { "Cursor": { "target": "com.example#Cursor" }, "Shelves": { "target": "com.example#Names" } },
            },
            "com.example#Cursor": {
                "type": "structure",
                "members": { "Next": { "target": "smithy.api#String" } },
            },
            "com.example#Prices": {
                "type": "structure",
                "members": {
                    "Page": { "target": "com.example#PricePage", "traits": { "smithy.api#required": {} } },
                },
            },
            "com.example#PricePage": {
                "type": "structure",
                "members": {
                    "After": { "target": "smithy.api#String" },
                    "Prices": { "target": "com.example#PriceMap" },
                },
            },
            "com.example#PriceMap": {
                "type": "map",
                "key": { "target": "smithy.api#String" },
                "value": { "target": "smithy.api#Integer" },
            },
            "com.example#Names": list("smithy.api#String"),
        },
    })
}

/// The generated file of an operation, without line ends and the blanks around them.
fn operation(files: &BTreeMap<String, String>, name: &str) -> String {
    let text = files.get(&format!("src/operations/{name}.rs")).unwrap_or_else(|| panic!("{name} is generated"));
    text.lines().map(str::trim).collect()
}

#[test]
fn each_form_has_its_pages_and_items() {
    let generated = generate("model.json", &model().to_string(), &Options::default());
    let files = generated.unwrap_or_else(|faults| panic!("{faults}")).files;
    for (name, item, take, token) in [
        ("list_parts", "String,", "page.items", r#"&["Next"]"#),
        (
            "list_shelves",
            "String,",
            "page.page.map(|value| value.shelves).unwrap_or_default()",
            r#"&["Page", "Cursor", "Next"]"#,
        ),
        ("list_prices", "(String, i32),", "page.page.prices.into_iter().collect()", r#"&["Page", "After"]"#),
    ] {
        let text = operation(&files, name);
        assert!(text.contains(&format!("tinsmith::Items<{item}")), "{text}");
        assert!(text.contains(&format!("self.pages().items(|page| {take})")), "{text}");
        assert!(text.contains(&format!(r#"input_token: "Next",output_token: {token},"#)), "{text}");
    }
}

#[test]
fn a_path_leads_through_structures_only() {
    let mut model = model();
    let page = json!({ "type": "union", "members": { "Prices": { "target": "com.example#PriceMap" }, "After": { "target": "smithy.api#String" } } });
    model["shapes"]["com.example#PricePage"] = page;
    let told = generate("model.json", &model.to_string(), &Options::default()).expect_err("a union has no fields");
    let wanted = "error: model.json: com.example#ListPrices: smithy.api#paginated: \"Page.After\" wants a structure with \
                  the member After; com.example#PricePage is of type union";
    assert!(told.to_string().contains(wanted), "{told}");
}
