package io.muelle.manifest.api;

import io.muelle.contracts.access.Actor;
import io.muelle.manifest.api.VisibleRepositories.Cursor;
import io.muelle.manifest.api.VisibleRepositories.Result;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Answers {@code _catalog}: the repositories the caller may pull from. */
@Singleton
final class CatalogLists {
    private final VisibleRepositories repositories;

    CatalogLists(VisibleRepositories repositories) {
        this.repositories = repositories;
    }

    void list(RoutingContext context, Actor caller) {
        PageRequest page = PageRequest.of(context.request());
        JsonArray names = new JsonArray();
        HttpServerResponse response = context.response().putHeader("Content-Type", "application/json");
        if (page.size() > 0) {
            Cursor from = new Cursor(page.last(), row(context.request().getParam("row")));
            Result result = repositories.page(caller, "", "", from, page.size());
            result.visible().forEach(found -> names.add(found.name().value()));
            if (result.next() != null) {
                response.putHeader("Link", next(page.size(), result.next()));
            }
        }
        response.end(new JsonObject().put("repositories", names).encode());
    }

    private static Long row(String text) {
        boolean number = text != null && text.matches("\\d{1,18}");
        return number ? Long.valueOf(text) : null;
    }

    private static String next(int size, Cursor cursor) {
        String row = cursor.row() == null ? "" : "&row=" + cursor.row();
        return "</v2/_catalog?n=" + size + "&last=" + URLEncoder.encode(cursor.name(), StandardCharsets.UTF_8) + row
                + ">; rel=\"next\"";
    }
}
