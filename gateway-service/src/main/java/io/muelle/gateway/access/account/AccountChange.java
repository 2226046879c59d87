package io.muelle.gateway.access.account;

import java.util.ArrayList;
import java.util.List;

/** What to change of an account; null leaves a field as it is. */
public record AccountChange(String passwordHash, String email, Boolean enabled, Boolean superuser) {
    List<String> applyTo(AccountEntity entity) {
        List<String> changed = new ArrayList<>();
        if (passwordHash != null) {
            entity.passwordHash = passwordHash;
            changed.add("password");
        }
        if (email != null && !email.equals(entity.email)) {
            entity.email = email;
            changed.add("email");
        }
        if (enabled != null && enabled != entity.enabled) {
            entity.enabled = enabled;
            changed.add("enabled");
        }
        if (superuser != null && superuser != entity.superuser) {
            entity.superuser = superuser;
            changed.add("superuser");
        }
        return changed;
    }

    /** Whether tokens that were issued before count no more. */
    static boolean endsTokens(List<String> changed) {
        return changed.contains("password") || changed.contains("enabled") || changed.contains("superuser");
    }

    @Override
    public String toString() {
        return "AccountChange";
    }
}
