// Starts GraphiQL on /graphql of this server, with the examples that lie beside this file.
"use strict";

const here = document.currentScript.src;

async function ask(request, options = {}) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json, application/json;q=0.9",
      ...options.headers,
    },
    body: JSON.stringify(request),
  });
  return response.json();
}

async function start() {
  const examples = await fetch(new URL("examples.graphql", here));
  const page = React.createElement(GraphiQL, {
    fetcher: ask,
    defaultQuery: await examples.text(),
    defaultEditorToolsVisibility: "headers",
    shouldPersistHeaders: false,
  });
  ReactDOM.createRoot(document.getElementById("graphiql")).render(page);
}

start();
