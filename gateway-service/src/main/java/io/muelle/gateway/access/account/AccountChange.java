package io.muelle.gateway.access.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What to change of an account; null leaves a field as it is.
 *
 * @param email empty to have none
 */
public record AccountChange(String passwordHash, String email, Boolean enabled, Boolean superuser) {
    List<String> applyTo(AccountEntity entity) {
        List<String> changed = new ArrayList<>();
        if (passwordHash != null) {
            entity.passwordHash = passwordHash;
            changed.add("password");
        }
        String address = email == null ? entity.email : email.isEmpty() ? null : email;
        if (!Objects.equals(address, entity.email)) {
            entity.email = address;
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
