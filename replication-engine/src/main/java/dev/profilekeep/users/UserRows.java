package dev.profilekeep.users;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.profilekeep.text.PartOfList;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an exported list, by the letters of their columns' names in lower case. A table (RFC 4180; comma, semicolon or tab,
 * whichever its first line has most of; {@code sep=} and {@code #TYPE} lines are passed over) or JSON (a list of objects, or an object
 * with such a list as {@code value} or {@code users}). A file that is cut inside its last line is refused where that can be seen, and so is
 * one page of several.
 */
final class UserRows {
    /** More than anybody has; what is larger is no list of users. */
    static final int MOST = 2_000_000;

    private static final int LONGEST = 10_000;
    private static final int MOST_COLUMNS = 500;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final PushbackReader in;
    private char separator = ',';
    /** Whether the line that was read last had an end, and the value that was read last quotes around it. */
    private boolean ended;

    private boolean inQuotes;

    private UserRows(Reader in) {
        this.in = new PushbackReader(in);
    }

    /**
     * @param line where it begins, counted from 1; in JSON the number of the object
     * @param names of the columns as the list writes them
     */
    record Row(int line, Map<String, String> values, Map<String, String> names) {}

    static List<Row> read(Reader text) throws IOException, UserListRefusedException {
        UserRows rows = new UserRows(text);
        int first = rows.firstCharacter();
        return first == '[' || first == '{' ? json(rows.in) : rows.table();
    }

    static String key(String column) {
        return column.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private int firstCharacter() throws IOException {
        int c = in.read();
        while (c == '\ufeff' || c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            c = in.read();
        }
        if (c >= 0) {
            in.unread(c);
        }
        return c;
    }

    /** Whoever is on the other pages would be taken for gone. */
    private static void requireAll(JsonNode root, JsonNode list) throws IOException, UserListRefusedException {
        PartOfList part = new PartOfList();
        for (Map.Entry<String, JsonNode> beside : root.properties()) {
            if (beside.getValue() != list) {
                try (JsonParser parser = beside.getValue().traverse()) {
                    parser.nextToken();
                    part.field(beside.getKey(), parser);
                }
            }
        }
        String more = part.more(list.size());
        if (more != null) {
            throw new UserListRefusedException(
                    "'" + Visible.oneLine(more) + "' says that this is not all of the list but a"
                            + " page of it, and whoever is not in a list of users is taken for gone. Export all pages into one list"
                            + " (Get-MgUser -All)");
        }
    }

    private static List<Row> json(Reader in) throws IOException, UserListRefusedException {
        JsonNode root;
        try {
            root = JSON.readTree(in);
        } catch (JsonProcessingException e) {
            throw new UserListRefusedException("the list is no JSON: " + e.getOriginalMessage());
        }
        JsonNode list = root.isArray() ? root : root.path("value").isArray() ? root.path("value") : root.path("users");
        if (!list.isArray()) {
            throw new UserListRefusedException(
                    "the JSON holds no list of users: write a list of objects, or one as 'value' or 'users'");
        }
        if (list != root && root.path("users").isArray() && root.path("users") != list) {
            throw new UserListRefusedException(
                    "the JSON holds two lists, 'value' and 'users': write all users into one");
        }
        if (root.isObject()) {
            requireAll(root, list);
        }
        List<Row> rows = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        for (JsonNode one : list) {
            Map<String, String> values = new HashMap<>();
            for (Map.Entry<String, JsonNode> field : one.properties()) {
                JsonNode value = field.getValue();
                // ConvertTo-Json writes a SID as an object with its text as Value
                JsonNode plain = value.isValueNode() ? value : value.path("Value");
                String key = key(field.getKey());
                String name = names.putIfAbsent(key, field.getKey());
                if (plain.isValueNode() && !plain.isNull()) {
                    String before = values.putIfAbsent(key, plain.asText());
                    if (before != null && UserListReader.means(key)) {
                        throw twice(String.valueOf(name), field.getKey());
                    }
                }
            }
            add(rows, new Row(rows.size() + 1, values, names));
        }
        return rows;
    }

    private List<Row> table() throws IOException, UserListRefusedException {
        int line = 1;
        String first = line();
        while (first != null && (first.isBlank() || first.startsWith("#TYPE") || first.matches("(?i)\"?sep=.\"?"))) {
            first = line();
            line++;
        }
        if (first == null) {
            throw new UserListRefusedException("the list is empty: its first line must name the columns");
        }
        separator = separatorOf(first);
        List<String> head = split(first, line);
        if (head.size() > MOST_COLUMNS) {
            throw new UserListRefusedException(
                    "the first line names " + head.size() + " columns: this is no list of users");
        }
        Map<String, String> names = new HashMap<>();
        for (String column : head) {
            String before = names.putIfAbsent(key(column), column);
            if (before != null && UserListReader.means(key(column))) {
                throw twice(before, column);
            }
        }
        List<Row> rows = new ArrayList<>();
        String text = line();
        while (text != null) {
            int begin = ++line;
            while (quotes(text) % 2 == 1) {
                String more = line();
                if (more == null || text.length() > LONGEST) {
                    throw new UserListRefusedException("the quotes that open in line " + begin
                            + " are never closed: the file is cut off or damaged");
                }
                text = text + "\n" + more;
                line++;
            }
            if (!text.isBlank()) {
                List<String> cells = split(text, begin);
                if (cells.size() > head.size()) {
                    throw new UserListRefusedException("line " + begin + " has " + cells.size() + " values for "
                            + head.size() + " columns; a value with a separator in it must stand in quotes");
                }
                requireWhole(begin, head, cells);
                Map<String, String> values = new HashMap<>();
                for (int i = 0; i < cells.size(); i++) {
                    values.putIfAbsent(key(head.get(i)), cells.get(i));
                }
                add(rows, new Row(begin, values, names));
            }
            text = line();
        }
        return rows;
    }

    private static UserListRefusedException twice(String one, String other) {
        return new UserListRefusedException("the columns '" + Visible.oneLine(one) + "' and '" + Visible.oneLine(other)
                + "' both have one name: which of them counts cannot be told. Export the one that is meant");
    }

    /**
     * Whoever is not in the list is taken for gone. That a file is cut off shows only in a last line without its end: by values that
     * are not there, or by a SID that may go on.
     */
    private void requireWhole(int begin, List<String> head, List<String> cells) throws UserListRefusedException {
        if (ended) {
            return;
        }
        int last = cells.size() - 1;
        if (cells.size() < head.size()) {
            throw new UserListRefusedException("line " + begin + " has " + cells.size() + " values for " + head.size()
                    + " columns and no line end: the file is cut off there. Export it again");
        }
        if (UserListReader.isSid(key(head.get(last)))
                && !inQuotes
                && !cells.get(last).isEmpty()) {
            throw new UserListRefusedException("line " + begin + ", column '" + Visible.oneLine(head.get(last))
                    + "': the file ends in the midst of a SID or right after it, as the line has no end: it may be cut"
                    + " off there. If it is whole, end its last line as the others");
        }
    }

    private static void add(List<Row> rows, Row row) throws UserListRefusedException {
        if (rows.size() == MOST) {
            throw new UserListRefusedException("the list has more than " + MOST + " users");
        }
        rows.add(row);
    }

    /** Up to the end of the line, which is read too; null at the end of the file. */
    private @Nullable String line() throws IOException, UserListRefusedException {
        StringBuilder text = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n' && c != '\r') {
            text.append((char) c);
            if (text.length() > LONGEST * 10) {
                throw new UserListRefusedException(
                        "a line has more than " + LONGEST * 10 + " characters: this is no list of users");
            }
            c = in.read();
        }
        ended = c >= 0;
        if (c == '\r') {
            int next = in.read();
            if (next >= 0 && next != '\n') {
                in.unread(next);
            }
        }
        return text.toString();
    }

    private static long quotes(String text) {
        return text.chars().filter(c -> c == '"').count();
    }

    private static char separatorOf(String head) {
        char best = ',';
        long most = 0;
        for (char candidate : new char[] {',', ';', '\t'}) {
            long count = head.chars().filter(c -> c == candidate).count();
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    private List<String> split(String text, int line) throws UserListRefusedException {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (true) {
            StringBuilder cell = new StringBuilder();
            boolean quoted = at < text.length() && text.charAt(at) == '"';
            inQuotes = quoted;
            if (quoted) {
                at++;
            }
            boolean ended = false;
            while (at < text.length() && !ended) {
                char c = text.charAt(at);
                if (quoted && c == '"') {
                    if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                        cell.append('"');
                        at += 2;
                    } else {
                        quoted = false;
                        at++;
                    }
                } else if (!quoted && c == separator) {
                    ended = true;
                } else {
                    cell.append(c);
                    at++;
                }
            }
            if (cell.length() > LONGEST) {
                throw new UserListRefusedException(
                        "line " + line + " has a value of more than " + LONGEST + " characters");
            }
            cells.add(cell.toString().strip());
            if (!ended) {
                return cells;
            }
            at++;
        }
    }
}
