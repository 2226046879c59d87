package io.muelle.platform.api;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which methods a path has among all REST resources, for {@code Allow} (RFC 9110 §15.5.6), which the framework omits. */
@Singleton
class AllowedMethods {
    private static final Pattern PARAMETER = Pattern.compile("\\{\\w+(?:: *(.+?))?}");

    private record Endpoint(String method, Pattern path) {}

    private final BeanManager beans;
    private volatile List<Endpoint> endpoints;

    AllowedMethods(BeanManager beans) {
        this.beans = beans;
    }

    SortedSet<String> at(String path) {
        SortedSet<String> methods = new TreeSet<>();
        for (Endpoint endpoint : endpoints()) {
            if (endpoint.path().matcher(path).matches()) {
                methods.add(endpoint.method());
            }
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private List<Endpoint> endpoints() {
        if (endpoints == null) {
            endpoints = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                    .map(bean -> bean.getBeanClass())
                    .filter(type -> type.isAnnotationPresent(Path.class))
                    .flatMap(AllowedMethods::endpoints)
                    .toList();
        }
        return endpoints;
    }

    private static Stream<Endpoint> endpoints(Class<?> resource) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Method method : resource.getDeclaredMethods()) {
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod httpMethod = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (httpMethod != null) {
                    Path path = method.getAnnotation(Path.class);
                    String template = resource.getAnnotation(Path.class).value() + (path == null ? "" : path.value());
                    endpoints.add(new Endpoint(httpMethod.value(), pattern(template)));
                }
            }
        }
        return endpoints.stream();
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(PARAMETER
                .matcher(template)
                .replaceAll(parameter ->
                        Matcher.quoteReplacement(parameter.group(1) == null ? "[^/]+" : parameter.group(1))));
    }
}
