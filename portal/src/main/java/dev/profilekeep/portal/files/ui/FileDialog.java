package dev.profilekeep.portal.files.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.server.streams.DownloadHandler;
import dev.profilekeep.portal.backups.ui.MomentWords;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Later;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.files.FilesService;
import dev.profilekeep.restore.files.FileVersions;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.restore.visit.Preview;
import dev.profilekeep.restore.visit.Visit;
import dev.profilekeep.text.Visible;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One file: what can be shown of it, and what it was at other moments. */
final class FileDialog extends Dialog {
    private static final long serialVersionUID = 1L;

    private final transient Words words;
    private final transient FilesService service;
    private final transient Visit visit;
    private final transient SnapshotEntry file;
    private final transient Instant now;
    private final transient Consumer<FileVersions.Version> goTo;
    private final Div preview = new Div();
    private final Div versions = new Div();

    /**
     * @param goTo told which other moment somebody wants to see
     * @param ask asks for the file, where nothing is taken out without a yes; null if the person cannot ask for it
     */
    FileDialog(
            Words words,
            FilesService service,
            Visit visit,
            SnapshotEntry file,
            Instant now,
            Consumer<FileVersions.Version> goTo,
            @Nullable Runnable ask) {
        this.words = words;
        this.service = service;
        this.visit = visit;
        this.file = file;
        this.now = now;
        this.goTo = goTo;
        setHeaderTitle(EntryWords.name(file, words));
        setWidth("min(48rem, 96vw)");
        preview.addClassName("files-preview");
        preview.getElement().setAttribute("aria-live", "polite");
        versions.getElement().setAttribute("aria-live", "polite");
        Paragraph about = new Paragraph(EntryWords.about(file, words));
        about.addClassName("pk-secondary");
        Button earlier = new Button(words.get("files.versions"));
        earlier.addClickListener(click -> {
            earlier.setEnabled(false);
            showVersions();
        });
        Div content = new Div(about, preview, earlier, versions);
        content.addClassName("pk-stack");
        add(content);
        getFooter().add(new Button(words.get("action.close"), click -> close()));
        if (visit.mayTake()) {
            waiting(preview);
            Later.show(UI.getCurrent(), service.previewing(visit, file), this::show, thrown -> failed(preview, thrown));
        } else if (ask == null) {
            preview.add(new Paragraph(words.get("notNow.FILES_NEED_A_YES")));
        } else {
            Button button = new Button(words.get("files.ask.this"), click -> {
                close();
                ask.run();
            });
            button.addThemeNames("primary");
            preview.add(new Paragraph(words.get("files.ask.unseen")), button);
        }
    }

    private static void waiting(Div place) {
        place.removeAll();
        place.getElement().setAttribute("aria-busy", "true");
        for (int i = 0; i < 3; i++) {
            Div line = new Div();
            line.addClassNames("pk-skeleton", "pk-skeleton-text");
            line.getElement().setAttribute("aria-hidden", "true");
            place.add(line);
        }
    }

    private static void put(Div place, Component... content) {
        place.removeAll();
        place.getElement().removeAttribute("aria-busy");
        place.add(content);
    }

    private void failed(Div place, Throwable thrown) {
        put(place, new Paragraph(ErrorMessages.of(thrown).in(words)));
    }

    private void show(Preview shown) {
        if (shown instanceof Preview.Text text) {
            Pre lines = new Pre(Visible.lines(text.text()));
            lines.addClassName("files-text");
            lines.getElement().setAttribute("tabindex", "0");
            lines.getElement().setAttribute("aria-label", words.get("files.preview"));
            put(
                    preview,
                    lines,
                    new Paragraph(words.get(text.more() ? "files.text.more" : "files.text.all", text.encoding())));
        } else if (shown instanceof Preview.Picture picture) {
            Image image = new Image(picture(picture), words.get("files.picture", EntryWords.name(file, words)));
            image.addClassName("files-picture");
            put(preview, image);
        } else if (shown instanceof Preview.None none) {
            put(preview, new Paragraph(words.get("files.none." + none.why())));
        }
    }

    /** Nothing in it can run, whatever it holds, and nothing keeps it. */
    static DownloadHandler picture(Preview.Picture picture) {
        return event -> {
            event.setContentType(picture.type());
            event.setContentLength(picture.bytes().length);
            event.getResponse().setHeader("X-Content-Type-Options", "nosniff");
            event.getResponse().setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
            event.getResponse().setHeader("Cache-Control", "no-store");
            event.getResponse().setHeader("Content-Disposition", "inline");
            event.getOutputStream().write(picture.bytes());
        };
    }

    private void showVersions() {
        waiting(versions);
        Later.show(UI.getCurrent(), service.versions(visit, file), this::show, thrown -> failed(versions, thrown));
    }

    private void show(FileVersions found) {
        UnorderedList list = new UnorderedList();
        list.addClassName("files-list");
        Function<Instant, String> said = MomentWords.among(
                found.versions().stream().map(FileVersions.Version::taken).toList(), now, words);
        for (FileVersions.Version version : found.versions()) {
            String moment = said.apply(version.taken()) + MomentWords.ahead(version.taken(), now, words);
            ListItem row = new ListItem(
                    new Span(words.get("files.version", moment, EntryWords.about(version.entry(), words))));
            row.addClassName("files-version");
            if (version.point().snapshot().equals(visit.point().snapshot())) {
                row.add(new Span(words.get("files.version.this")));
            } else {
                row.add(new Button(words.get("files.version.open"), click -> {
                    close();
                    goTo.accept(version);
                }));
            }
            list.add(row);
        }
        put(versions, new H3(words.get("files.versions.count", found.versions().size())), list);
        if (!found.unread().isEmpty()) {
            versions.add(new Paragraph(
                    words.get("files.versions.unread", found.unread().size())));
        }
    }
}
