package io.muelle.platform.ask;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/** Sets in the bodies of asks. */
public final class AskJson {
    private AskJson() {}

    public static JsonArray texts(Collection<?> values) {
        JsonArray texts = new JsonArray();
        values.forEach(value -> texts.add(value.toString()));
        return texts;
    }

    /** The set in a field; what is missing, or holds anything but texts, is refused with an exception. */
    public static <T> Set<T> set(JsonObject body, String field, Function<String, T> reader) {
        Set<T> values = new LinkedHashSet<>();
        for (Object text : body.getJsonArray(field)) {
            values.add(reader.apply((String) text));
        }
        return values;
    }
}
