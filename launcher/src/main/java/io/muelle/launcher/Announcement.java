package io.muelle.launcher;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** What someone who has just started a registry wants to know. */
record Announcement(DataFolder folder, ListenAddress listen, AdministratorPassword password, boolean first) {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9/._-]+");

    @Override
    public String toString() {
        String registry = listen.authority();
        return """
                Muelle is ready at %s
                The administrator is admin, the password %s.

                  %s | docker login --username admin --password-stdin %s
                  docker pull alpine && docker tag alpine %s/admin/alpine && docker push %s/admin/alpine
                  docker pull %s/admin/alpine
                """.formatted(
                        listen.url(), whereThePasswordIs(), readThePassword(), registry, registry, registry, registry);
    }

    private String whereThePasswordIs() {
        return password.file()
                .map(file -> "is in " + file)
                .orElseGet(() -> first
                        ? "what " + AdministratorPassword.VARIABLE + " holds"
                        : "what " + AdministratorPassword.VARIABLE + " held at the first start");
    }

    private String readThePassword() {
        return password.file().map(Announcement::cat).orElse("printf %s \"$" + AdministratorPassword.VARIABLE + "\"");
    }

    private static String cat(Path file) {
        return SAFE.matcher(file.toString()).matches()
                ? "cat " + file
                : "cat '" + file.toString().replace("'", "'\\''") + "'";
    }
}
