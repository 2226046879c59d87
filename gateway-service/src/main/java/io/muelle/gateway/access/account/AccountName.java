package io.muelle.gateway.access.account;

import java.util.regex.Pattern;

/** The names an account can have: the first part of a repository's name, 2 to 64 characters. */
public final class AccountName {
    public static final int MAX_LENGTH = 64;
    private static final Pattern GRAMMAR = Pattern.compile("(?=.{2,64}$)[a-z0-9]+(?:[._-][a-z0-9]+)*+");

    private AccountName() {}

    public static boolean isValid(String name) {
        return name.length() <= MAX_LENGTH && GRAMMAR.matcher(name).matches();
    }
}
