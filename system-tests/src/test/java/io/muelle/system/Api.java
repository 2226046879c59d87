package io.muelle.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

/** The management API as one client sees it; paths begin after {@code /api/v1}. */
record Api(Client client) {
    private static final String ROOT = "/api/v1";
    private static final int MOST_PAGES = 1_000;

    Response get(String path, String... headers) {
        return client.get(ROOT + path, headers);
    }

    Response send(String method, String path) {
        return client.send(method, ROOT + path);
    }

    Response delete(String path) {
        return send("DELETE", path);
    }

    Response put(String path, String json) {
        return client.send("PUT", ROOT + path, BodyPublishers.ofString(json), "Content-Type", "application/json");
    }

    Response post(String path, String json) {
        return client.send("POST", ROOT + path, BodyPublishers.ofString(json), "Content-Type", "application/json");
    }

    Response patch(String path, String json) {
        return client.send(
                "PATCH", ROOT + path, BodyPublishers.ofString(json), "Content-Type", "application/merge-patch+json");
    }

    /** Changes only what is still of that version. */
    Response patch(String path, String json, String etag) {
        return client.send(
                "PATCH",
                ROOT + path,
                BodyPublishers.ofString(json),
                "Content-Type",
                "application/merge-patch+json",
                "If-Match",
                etag);
    }

    /** The values of a field in all pages of a list; {@code query} is empty or begins with an ampersand. */
    List<String> all(String path, int limit, String query, String field) {
        List<String> values = new ArrayList<>();
        String after = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode list =
                    get(path + "?limit=" + limit + query + after).expect(200).json();
            if (list.get("items").size() > limit) {
                throw new AssertionError("More than " + limit + " items: " + list);
            }
            list.get("items").forEach(item -> values.add(item.get(field).textValue()));
            if (!list.has("next")) {
                return values;
            }
            after = "&after=" + list.get("next").textValue();
        }
        throw new AssertionError("The pages do not end");
    }
}
