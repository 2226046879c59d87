package io.muelle.manifest.api;

import io.muelle.contracts.access.Actor;
import io.muelle.manifest.api.VisibleRepositories.Cursor;
import io.muelle.manifest.api.VisibleRepositories.Query;
import io.muelle.manifest.api.VisibleRepositories.Result;
import io.muelle.platform.http.ErrorCode;
import io.muelle.platform.http.MemoryBudget;
import io.muelle.platform.http.RegistryException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Answers {@code _catalog}: the repositories the caller may pull from. */
@Singleton
final class CatalogLists {
    private final VisibleRepositories repositories;
    private final MemoryBudget budget;

    CatalogLists(VisibleRepositories repositories, MemoryBudget budget) {
        this.repositories = repositories;
        this.budget = budget;
    }

    void list(RoutingContext context, Actor caller) {
        PageRequest page = PageRequest.of(context.request());
        JsonArray names = new JsonArray();
        HttpServerResponse response = context.response().putHeader("Content-Type", "application/json");
        if (page.size() > 0) {
            Cursor from = new Cursor(page.last(), row(context.request().getParam("row")));
            Result result = repositories.page(caller, new Query("", "", from), page.size());
            result.visible().forEach(found -> names.add(found.name().value()));
            if (result.next() != null) {
                response.putHeader("Link", next(page.size(), result.next()));
            }
        }
        budget.send(context, new JsonObject().put("repositories", names).toBuffer());
    }

    private static UUID row(String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw new RegistryException(
                    ErrorCode.PAGINATION_NUMBER_INVALID, "The parameter row is that of the Link header before.");
        }
    }

    private static String next(int size, Cursor cursor) {
        String row = cursor.row() == null ? "" : "&row=" + cursor.row();
        return "</v2/_catalog?n=" + size + "&last=" + URLEncoder.encode(cursor.name(), StandardCharsets.UTF_8) + row
                + ">; rel=\"next\"";
    }
}
