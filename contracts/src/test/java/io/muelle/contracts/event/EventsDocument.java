package io.muelle.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** {@code docs/events.md}, made from the schemas and golden files. */
final class EventsDocument {
    private static final String INTRODUCTION = """
            # Events

            <!-- Made from the schemas by EventsDocumentTest in contracts: change those, not this. -->

            Everything that changes is told on Kafka as a [CloudEvent 1.0](https://github.com/cloudevents/spec) in binary
            mode: the attributes are record headers, the data is JSON.

            | header | what |
            |---|---|
            | `ce_specversion` | `1.0` |
            | `ce_id` | a UUIDv7 that stays the same when the event is sent again: the way to know a repeat |
            | `ce_source` | `/muelle/` and the service (`gateway`, `manifest`, `blob`); `/muelle` for observations |
            | `ce_type` | the type, as below |
            | `ce_subject` | `repository:tag`, `repository@digest`, a repository or an account |
            | `ce_time` | when it happened |
            | `ce_sequence` | counts the events of one record key and one source, by one and without gaps; absent in observations |
            | `content-type` | `application/json` |

            A topic has %d partitions and keeps %d days. The record key keeps the order: events of one source and one key
            arrive in the order in which they happened, each at least once. Two sources have no order between them.
            Observations change nothing and are best effort.

            A field is added now and then, and never renamed, removed or given another meaning: ignore what you do not
            know. Every field below is present in every event; where it says *or null* its value may be null. Schemas
            (JSON Schema 2020-12) are in `contracts/src/main/resources/schema/event/`.
            """;

    private EventsDocument() {}

    static String render() {
        StringBuilder text = new StringBuilder(INTRODUCTION.formatted(Topic.PARTITIONS, Topic.RETENTION_DAYS));
        for (Topic topic : Topic.values()) {
            text.append("\n## Topic `").append(topic.topicName()).append("`\n");
            Stream.of(EventType.values())
                    .filter(type -> Topic.of(EventSamples.of(type)) == topic)
                    .forEach(type -> text.append(section(type)));
        }
        return text.append("\n## Objects in events\n")
                .append(object("actor"))
                .append(object("request"))
                .toString();
    }

    private static String section(EventType type) {
        JsonNode schema = EventFiles.schema(type);
        Event sample = EventSamples.of(type);
        return "\n### `" + type.type() + "`\n\n" + schema.path("description").asText() + " Key `" + sample.key()
                + "` and subject `" + sample.subject() + "` in the example.\n\n" + table(schema) + "\n```json\n"
                + EventFiles.golden(type).toPrettyString() + "\n```\n";
    }

    private static String object(String name) {
        return "\n### " + name + "\n\n" + table(definition(name));
    }

    private static String table(JsonNode schema) {
        return "| field | type | what |\n|---|---|---|\n"
                + schema.path("properties").properties().stream()
                        .map(EventsDocument::row)
                        .collect(Collectors.joining());
    }

    private static String row(Map.Entry<String, JsonNode> field) {
        return "| `" + field.getKey() + "` | " + type(field.getValue()) + " | "
                + field.getValue().path("description").asText() + " |\n";
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String reference = schema.path("$ref").asText();
            return named(reference.substring(reference.lastIndexOf('/') + 1));
        }
        if (schema.has("oneOf")) {
            return type(schema.path("oneOf").path(0)) + " or null";
        }
        if (schema.has("enum")) {
            return texts(schema.path("enum")).map(text -> '`' + text + '`').collect(Collectors.joining(", "));
        }
        return schema.path("type").isArray()
                ? texts(schema.path("type")).collect(Collectors.joining(" or "))
                : listed(schema);
    }

    private static String listed(JsonNode schema) {
        String type = schema.path("type").asText();
        return type.equals("array")
                ? "list of " + schema.path("items").path("type").asText() + "s"
                : type;
    }

    private static String named(String definition) {
        return switch (definition) {
            case "actor", "request" -> "[" + definition + "](#" + definition + ")";
            case "identifier" -> "UUID";
            case "time" -> "time (RFC 3339, UTC)";
            case "size" -> "integer";
            default -> definition;
        };
    }

    private static JsonNode definition(String name) {
        return EventFiles.definitions().path("$defs").path(name);
    }

    private static Stream<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
    }
}
