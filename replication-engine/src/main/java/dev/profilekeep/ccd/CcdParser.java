package dev.profilekeep.ccd;

import dev.profilekeep.ccd.CcdLocations.Azure;
import dev.profilekeep.ccd.CcdLocations.Provider;
import dev.profilekeep.ccd.CcdLocations.Smb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code CCDLocations}, and says where FSLogix would stumble. One use. */
final class CcdParser {
    private static final String TYPE = "type";
    private static final String NAME = "name";
    private static final String CONNECTION = "connectionString";
    private static final List<String> FIELDS = List.of(TYPE, NAME, CONNECTION);
    private static final String EXAMPLE = "write it like type=smb,name=\"FRA\",connectionString=\\\\server\\share";

    /** Where the next provider begins, or something that was meant to. */
    private static final Pattern NEXT = Pattern.compile(";(?=\\s*(?:(?i:type)\\s*=|;|$))");

    private static final Pattern UNC = Pattern.compile("\\\\\\\\[^\\\\/:*?\"<>|\\s]+(?:\\\\[^\\\\/:*?\"<>|]+)+\\\\?");
    private static final Pattern PROTECTED = Pattern.compile("\\|fslogix/([^|]+)\\|");
    private static final Pattern FIELD = Pattern.compile("\\s*([A-Za-z]+)\\s*=");

    private final String text;
    private int number;

    CcdParser(String text) {
        this.text = text;
    }

    CcdLocations parse() throws CcdSyntaxException {
        if (text.isBlank()) {
            throw new CcdSyntaxException(0, "names no provider", EXAMPLE);
        }
        List<Provider> all = new ArrayList<>();
        for (String part : NEXT.split(text, -1)) {
            number++;
            if (part.isBlank()) {
                throw problem(
                        "there is nothing between two semicolons, or after the last one", "remove that semicolon");
            }
            all.add(provider(part));
        }
        if (all.size() > CcdLocations.MOST) {
            throw new CcdSyntaxException(
                    0,
                    "names " + all.size() + " providers, and FSLogix takes " + CcdLocations.MOST + " at most",
                    "leave " + (all.size() - CcdLocations.MOST) + " of them out");
        }
        number = 0;
        unique(all);
        return new CcdLocations(all);
    }

    private CcdSyntaxException problem(String what, String fix) {
        return new CcdSyntaxException(number, what, fix);
    }

    private Provider provider(String part) throws CcdSyntaxException {
        Map<String, String> fields = fields(part);
        String type = fields.get(TYPE);
        if (type == null) {
            throw problem("has no type", EXAMPLE);
        }
        String connection = fields.get(CONNECTION);
        if (connection == null || connection.isEmpty()) {
            throw problem("has no connectionString", EXAMPLE);
        }
        String name = fields.getOrDefault(NAME, "");
        return switch (type) {
            case "smb" -> smb(name, connection);
            case "azure" -> azure(name, connection);
            default ->
                throw problem(
                        "the type is neither smb nor azure",
                        type.equalsIgnoreCase("smb") || type.equalsIgnoreCase("azure")
                                ? "write it in small letters: FSLogix tells them apart"
                                : "write type=smb for a share, type=azure for a storage account");
        };
    }

    private Provider smb(String name, String path) throws CcdSyntaxException {
        if (!UNC.matcher(path).matches()) {
            throw problem("the connectionString is no path of a share", "write it like \\\\server\\share\\folder");
        }
        return new Smb(name, path);
    }

    private Provider azure(String name, String connection) throws CcdSyntaxException {
        Matcher key = PROTECTED.matcher(connection);
        if (key.matches()) {
            return new Azure(name, key.group(1));
        }
        if (connection.startsWith("|") || connection.endsWith("|")) {
            throw problem("the connectionString is no name of a protected key", "write it like \"|fslogix/FRA|\"");
        }
        String lower = connection.toLowerCase(Locale.ROOT);
        if (!lower.contains("accountname=") && !lower.contains("blobendpoint=")) {
            throw problem(
                    "the connectionString leads to no storage account",
                    "write the one that the portal of Azure shows, or the name of a protected key: \"|fslogix/FRA|\"");
        }
        return new Azure(name, "");
    }

    /** In the order of the text. A connection string takes all that is left: its own commas and semicolons are part of it. */
    private Map<String, String> fields(String part) throws CcdSyntaxException {
        Map<String, String> fields = new LinkedHashMap<>();
        int at = 0;
        while (at < part.length()) {
            Matcher field = FIELD.matcher(part).region(at, part.length());
            if (!field.lookingAt()) {
                throw problem("what stands at character " + (at + 1) + " is no field", EXAMPLE);
            }
            String name = field.group(1);
            if (field.end() - field.start() != name.length() + 1) {
                throw problem("there are spaces around " + name, "remove them: FSLogix takes them for a part of it");
            }
            if (!FIELDS.contains(name)) {
                throw problem(unknown(name), EXAMPLE);
            }
            Value value = value(part, field.end(), name);
            if (fields.put(name, value.text()) != null) {
                throw problem(name + " stands there twice", "leave one of them");
            }
            at = value.end();
        }
        return fields;
    }

    private static String unknown(String name) {
        return FIELDS.stream()
                .filter(known -> known.equalsIgnoreCase(name))
                .findFirst()
                .map(known -> name + " is written " + known + ": FSLogix tells capital letters apart")
                .orElse(name + " is no field of a provider");
    }

    private record Value(String text, int end) {}

    private Value value(String part, int from, String field) throws CcdSyntaxException {
        if (from < part.length() && part.charAt(from) == '"') {
            int close = part.indexOf('"', from + 1);
            if (close < 0) {
                throw problem("the quotation mark of " + field + " is not closed", "add the second one");
            }
            if (close + 1 < part.length() && part.charAt(close + 1) != ',') {
                throw problem("something stands behind the value of " + field, "only a comma may follow it");
            }
            return new Value(part.substring(from + 1, close), afterComma(part, close + 1, field));
        }
        int end = field.equals(CONNECTION) ? part.length() : part.indexOf(',', from);
        end = end < 0 ? part.length() : end;
        String text = part.substring(from, end);
        if (!text.strip().equals(text)) {
            throw problem("there are spaces around " + field, "remove them: FSLogix takes them for a part of it");
        }
        if (text.indexOf('"') >= 0) {
            throw problem("there is a quotation mark inside the value of " + field, "put all of the value in them");
        }
        return new Value(text, afterComma(part, end, field));
    }

    private int afterComma(String part, int end, String field) throws CcdSyntaxException {
        if (end == part.length()) {
            return end;
        }
        if (end + 1 == part.length()) {
            throw problem("nothing follows the comma after " + field, "remove that comma");
        }
        return end + 1;
    }

    private static void unique(List<Provider> all) throws CcdSyntaxException {
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                Provider one = all.get(i);
                Provider other = all.get(j);
                boolean sameShare = one instanceof Smb here
                        && other instanceof Smb there
                        && bare(here.path()).equals(bare(there.path()));
                boolean sameKey = one instanceof Azure here
                        && other instanceof Azure there
                        && !here.key().isEmpty()
                        && here.key().equals(there.key());
                if (sameShare || sameKey) {
                    throw new CcdSyntaxException(
                            i + 1, "is the same place as provider " + (j + 1), "name each place once");
                }
            }
        }
    }

    private static String bare(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.endsWith("\\") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
