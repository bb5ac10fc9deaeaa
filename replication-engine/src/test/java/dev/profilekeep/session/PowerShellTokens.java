package dev.profilekeep.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Splits a script of Windows PowerShell as far as is needed to find strings, comments and brackets, [about_Quoting_Rules]. A string or
 * bracket that is not closed is an error.
 */
final class PowerShellTokens {
    enum Kind {
        CODE,
        STRING,
        COMMENT
    }

    record Token(Kind kind, String text, int line) {}

    private final String script;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;
    private int line = 1;

    private PowerShellTokens(String script) {
        this.script = script;
    }

    static List<Token> of(String script) {
        PowerShellTokens tokens = new PowerShellTokens(script);
        tokens.run();
        return tokens.tokens;
    }

    private void run() {
        while (at < script.length()) {
            char c = script.charAt(at);
            if (script.startsWith("<#", at)) {
                take(Kind.COMMENT, end("#>", at + 2) + 2);
            } else if (c == '#' && startsToken()) {
                take(Kind.COMMENT, orEnd(script.indexOf('\n', at)));
            } else if (script.startsWith("@'\n", at)) {
                take(Kind.STRING, end("\n'@", at) + 3);
            } else if (script.startsWith("@\"\n", at)) {
                take(Kind.STRING, end("\n\"@", at) + 3);
            } else if (c == '\'') {
                take(Kind.STRING, single());
            } else if (c == '"') {
                take(Kind.STRING, dual());
            } else if (c == '`') {
                take(Kind.CODE, at + 2);
            } else {
                bracket(c);
                int word = at;
                while (word < script.length() && isWord(script.charAt(word))) {
                    word++;
                }
                take(Kind.CODE, Math.max(word, at + 1));
            }
        }
        if (!open.isEmpty()) {
            throw new AssertionError("not closed: " + open);
        }
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '$';
    }

    private boolean startsToken() {
        return at == 0 || "\n\t (){};,=@".indexOf(script.charAt(at - 1)) >= 0;
    }

    private int single() {
        int end = at + 1;
        while (true) {
            end = end("'", end) + 1;
            if (end >= script.length() || script.charAt(end) != '\'') {
                return end;
            }
            end++;
        }
    }

    private int dual() {
        int end = at + 1;
        while (end < script.length() && script.charAt(end) != '"') {
            end += script.charAt(end) == '`' ? 2 : 1;
        }
        if (end >= script.length()) {
            throw new AssertionError("line " + line + ": a string is not closed");
        }
        return end + 1;
    }

    private void bracket(char c) {
        if ("({[".indexOf(c) >= 0) {
            open.push(c);
        } else if (")}]".indexOf(c) >= 0) {
            char opened = open.isEmpty() ? '?' : open.pop();
            if ("({[".indexOf(opened) != ")}]".indexOf(c)) {
                throw new AssertionError("line " + line + ": " + c + " closes " + opened);
            }
        }
    }

    private int end(String mark, int from) {
        int end = script.indexOf(mark, from);
        if (end < 0) {
            throw new AssertionError("line " + line + ": " + mark + " is missing");
        }
        return end;
    }

    private int orEnd(int position) {
        return position < 0 ? script.length() : position;
    }

    private void take(Kind kind, int end) {
        String text = script.substring(at, end);
        tokens.add(new Token(kind, text, line));
        line += (int) text.chars().filter(c -> c == '\n').count();
        at = end;
    }
}
