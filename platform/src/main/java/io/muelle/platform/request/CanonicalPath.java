package io.muelle.platform.request;

import java.util.HexFormat;

/** Whether a path is written the one way we know it, so that nothing is reached by another spelling. */
public final class CanonicalPath {
    private static final String PLAIN = "/-._~!$&'()*+,=:@";

    private CanonicalPath() {}

    /** No empty or dot segments, no parameters, and nothing encoded that need not be, or that would divide the path. */
    public static boolean is(String path) {
        if (path.contains("//") || (path + '/').contains("/./") || (path + '/').contains("/../")) {
            return false;
        }
        int at = 0;
        while (at < path.length()) {
            if (path.charAt(at) == '%') {
                if (!mayBeEncoded(path, at)) {
                    return false;
                }
                at += 3;
            } else if (plain(path.charAt(at))) {
                at++;
            } else {
                return false;
            }
        }
        return true;
    }

    private static boolean plain(char character) {
        return letterOrDigit(character) || PLAIN.indexOf(character) >= 0;
    }

    private static boolean letterOrDigit(char character) {
        return character < 128 && Character.isLetterOrDigit(character);
    }

    /**
     * Clients encode the colon of a digest, the plus of a name, and what no address may hold plainly, such as a space or
     * a letter beyond ASCII; a slash, a dot or a letter only who means harm.
     */
    private static boolean mayBeEncoded(String path, int at) {
        if (at + 2 >= path.length()
                || !HexFormat.isHexDigit(path.charAt(at + 1))
                || !HexFormat.isHexDigit(path.charAt(at + 2))) {
            return false;
        }
        char decoded = (char) HexFormat.fromHexDigits(path, at + 1, at + 3);
        return decoded >= 128 || ":@+ ".indexOf(decoded) >= 0;
    }
}
