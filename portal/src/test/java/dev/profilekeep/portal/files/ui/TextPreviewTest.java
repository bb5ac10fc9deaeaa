package dev.profilekeep.portal.files.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.internal.nodefeature.NodeFeatureRegistry;
import com.vaadin.flow.internal.nodefeature.TextNodeMap;
import com.vaadin.flow.server.communication.UidlWriter;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.portal.files.FilesService;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.KeptFiles;
import dev.profilekeep.portal.support.KeptRequests;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.restore.visit.Preview;
import dev.profilekeep.restore.visit.VisitedBackup;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that want to be more than text, in a real backup of a volume of mkntfs: looked at in the view, and in what goes to the browser because of it. */
class TextPreviewTest extends ViewTest {
    private static final String SCRIPT = "<script>document.title='run'</script><img src=x onerror=\"run()\">";
    private static final Map<String, byte[]> FILES = new TreeMap<>(Map.of(
            "page.html", ("<!doctype html><html><body>" + SCRIPT + "</body></html>").getBytes(UTF_8),
            "drawn.svg",
                    ("<svg xmlns='http://www.w3.org/2000/svg' onload='run()'>" + SCRIPT + "</svg>").getBytes(UTF_8),
            "wide.txt", ("\ufeff" + SCRIPT + " Grüße").getBytes(UTF_16LE),
            "picture.png", SCRIPT.getBytes(UTF_8),
            "turned.txt", ("invoice\u202efdp.exe\u0007" + " and what is in it".repeat(9)).getBytes(UTF_8),
            "long.log", ("line of a log\n".repeat(40_000) + SCRIPT).getBytes(UTF_8),
            "program.exe", new byte[] {'M', 'Z', 0, 3, 0, 0, '<', 's', 'c', 'r', 'i', 'p', 't', '>', 0, 1}));

    @TempDir
    static Path folder;

    private static VisitedBackup backup;

    @TempDir
    Path own;

    private final MovedClock clock = new MovedClock();
    private final FakeBackupDesk backups = new FakeBackupDesk(estate);
    private KeptFiles desk;
    private KeptRequests requests;
    private FilesView view;

    @BeforeAll
    static void backUp() throws IOException {
        Fixtures.requireTool("mkntfs");
        Path volume = folder.resolve("volume.img");
        try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
            file.setLength(8 << 20);
        }
        Fixtures.run(folder, "mkntfs", "-F", "-Q", "-q", "-p", "0", "-H", "0", "-S", "0", volume.toString());
        for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
            Path source = Files.write(folder.resolve(file.getKey()), file.getValue());
            Fixtures.run(folder, "ntfscp", "-q", volume.toString(), source.toString(), file.getKey());
        }
        try (FileDevice device = FileDevice.open(volume)) {
            backup = new VisitedBackup(
                    folder, FakeEstate.standard().containers.get(0).row(), new MovedClock(), device);
        }
    }

    @AfterAll
    static void end() {
        if (backup != null) {
            backup.close();
        }
    }

    @BeforeEach
    void look() {
        backups.put(1, backup.point());
        desk = new KeptFiles(
                backup,
                new RestorePolicy(
                        true,
                        new RestorePolicy.Download(true, false, List.of()),
                        null,
                        RestorePolicy.STANDARD.within()));
        requests = new KeptRequests(own, estate, clock);
        People.signIn(People.anna());
        view = new FilesView(
                new FilesService(desk, backups, estate, currentUser, new Workers(Runnable::run)),
                new RequestsService(requests, backups, new FakeLockDesk(), estate, currentUser),
                new VisitsService(desk, backups, estate, currentUser),
                clock);
        show(view);
        view.show("1");
        settle();
        sent(); // the page itself has arrived
    }

    @AfterEach
    void close() {
        desk.close();
        requests.close();
    }

    private static void settle() {
        for (int i = 0; i < 4; i++) {
            MockVaadin.clientRoundtrip();
        }
    }

    private void open(String name) {
        _click(_get(view, Button.class, spec -> spec.withText(name)));
        settle();
    }

    /** What goes to the browser now, as Vaadin writes it. */
    private static JsonNode sent() {
        return new UidlWriter().createUidl(UI.getCurrent(), false);
    }

    /** Every change with a word in it, wherever that stands. */
    private static List<JsonNode> with(String word, JsonNode sent) {
        List<JsonNode> changes = new ArrayList<>();
        sent.path("changes").forEach(change -> {
            if (change.toString().contains(word)) {
                changes.add(change);
            }
        });
        return changes;
    }

    private void comesAsTextAlone(String name, String encoding) {
        open(name);
        Pre shown = _get(Pre.class);
        assertThat(shown.getElement().getChildCount()).isEqualTo(1);
        assertThat(shown.getElement().getChild(0).isTextNode()).isTrue();
        assertThat(shown.getText()).contains(SCRIPT);
        assertThat(words(_get(Dialog.class))).contains("Shown as text (" + encoding + ")");
        JsonNode sent = sent();
        List<JsonNode> changes = with("<script>", sent);
        assertThat(changes).as("what has the script in it").hasSize(1);
        assertThat(changes.get(0).path("feat").asInt())
                .as("it is the content of a text node, which no browser reads as anything else")
                .isEqualTo(NodeFeatureRegistry.getId(TextNodeMap.class));
        assertThat(changes.get(0).path("value").isTextual()).isTrue();
        assertThat(with("innerHTML", sent)).isEmpty();
        assertThat(sent.path("execute").toString())
                .as("nor does a script of ours carry it")
                .doesNotContain("onerror");
        assertThat(_find(_get(Dialog.class), Image.class)).isEmpty();
        assertThat(_find(_get(Dialog.class), Anchor.class))
                .as("nothing fetches it")
                .isEmpty();
    }

    @Test
    void a_page_with_a_script_is_text() {
        comesAsTextAlone("page.html", "UTF-8");
    }

    @Test
    void a_drawing_with_a_script_is_text_and_no_picture() {
        comesAsTextAlone("drawn.svg", "UTF-8");
    }

    @Test
    void a_page_that_is_called_a_picture_is_text() {
        comesAsTextAlone("picture.png", "UTF-8");
    }

    @Test
    void text_as_windows_writes_it_is_text_too() {
        comesAsTextAlone("wide.txt", "UTF-16LE");
        assertThat(_get(Pre.class).getText()).endsWith("Grüße");
    }

    @Test
    void of_long_text_the_beginning_goes_to_the_browser_and_no_more() {
        open("long.log");
        assertThat(_get(Pre.class).getText()).hasSize(Preview.MOST_TEXT).startsWith("line of a log\n");
        assertThat(words(_get(Dialog.class))).contains("The beginning, shown as text (UTF-8)");
        JsonNode sent = sent();
        assertThat(sent.toString().length()).isLessThan(2 * Preview.MOST_TEXT);
        assertThat(with("onerror", sent)).as("what comes after that").isEmpty();
    }

    @Test
    void a_program_is_not_shown_at_all() {
        open("program.exe");
        assertThat(_find(Pre.class)).isEmpty();
        assertThat(words(_get(Dialog.class))).contains("This kind of file cannot be shown here.");
        assertThat(with("<script>", sent())).isEmpty();
    }

    @Test
    void what_would_turn_the_letters_around_is_written_out() {
        open("turned.txt");
        assertThat(_get(Pre.class).getText()).contains("invoice", "fdp.exe").doesNotContain("\u202e", "\u0007");
    }
}
