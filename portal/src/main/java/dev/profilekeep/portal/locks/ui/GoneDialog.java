package dev.profilekeep.portal.locks.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.timepicker.TimePicker;
import dev.profilekeep.lock.GoneRefusedException;
import dev.profilekeep.portal.base.ui.ErrorMessages;
import dev.profilekeep.portal.base.ui.Notices;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.locks.HostsService;
import dev.profilekeep.text.Visible;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;

/** Since when a machine is gone, and why. */
final class GoneDialog extends Dialog {
    private static final long serialVersionUID = 1L;
    /** What hosts told is kept so long. */
    private static final int DAYS = 30;

    private final transient HostsService service;
    private final transient Words words;
    private final String host;
    private final transient Runnable done;
    private final Select<LocalDate> day = new Select<>();
    private final TimePicker time = new TimePicker();
    private final SaidField reason;
    private final TextField ticket;
    private final Paragraph problem = new Paragraph();
    private final Button declare;

    /** @param done told when it is declared */
    GoneDialog(HostsService service, Words words, String host, Instant now, Runnable done) {
        this.service = service;
        this.words = words;
        this.host = host;
        this.done = done;
        ZoneId zone = words.formats().zone();
        setHeaderTitle(words.get("locks.gone.title", Visible.isolated(host)));
        setWidth("min(36rem, 94vw)");
        LocalDate today = now.atZone(zone).toLocalDate();
        List<LocalDate> days =
                IntStream.rangeClosed(0, DAYS).mapToObj(today::minusDays).toList();
        day.setLabel(words.get("locks.gone.day"));
        day.setItems(days);
        day.setItemLabelGenerator(one ->
                words.formats().date(one.atTime(LocalTime.NOON).atZone(zone).toInstant()));
        day.setValue(today);
        time.setLabel(words.get("locks.gone.time"));
        time.setStep(Duration.ofMinutes(5));
        time.setLocale(words.texts().locale());
        time.setRequiredIndicatorVisible(true);
        time.addValueChangeListener(change -> enable());
        reason = new SaidField(words.get("locks.reason"), true, this::enable);
        reason.setHelperText(words.get("locks.reason.help"));
        ticket = LockParts.oneLine(words.get("locks.ticket"), "");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        Div form = new Div(day, time, reason, ticket);
        form.addClassName("pk-form");
        Div content = new Div(
                new Paragraph(words.get("locks.gone.text", Visible.isolated(host))),
                new Paragraph(words.get("locks.gone.ends")),
                form,
                problem);
        content.addClassName("pk-stack");
        add(content);
        declare = new Button(words.get("locks.gone.declare"), click -> declare());
        declare.addThemeNames("primary");
        getFooter().add(new Button(words.get("action.cancel"), click -> close()), declare);
        enable();
    }

    private void enable() {
        declare.setEnabled(!reason.getValue().isBlank() && time.getValue() != null && day.getValue() != null);
    }

    private void declare() {
        Instant at = day.getValue()
                .atTime(time.getValue())
                .atZone(words.formats().zone())
                .toInstant();
        try {
            service.declare(host, at, reason.said(), ticket.getValue());
        } catch (RuntimeException e) {
            problem.setText(said(e));
            problem.setVisible(true);
            return;
        }
        close();
        Notices.done(words.get("locks.gone.declared", Visible.isolated(host)));
        done.run();
    }

    private String said(RuntimeException e) {
        if (e.getCause() instanceof GoneRefusedException refused) {
            return words.get(
                    "locks.gone.refused." + refused.why().name(),
                    Visible.isolated(host),
                    words.formats().dateTime(refused.at()));
        }
        return ErrorMessages.of(e).in(words);
    }
}
