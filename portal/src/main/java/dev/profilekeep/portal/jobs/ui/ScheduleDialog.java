package dev.profilekeep.portal.jobs.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.timepicker.TimePicker;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.jobs.CronPreset;
import dev.profilekeep.portal.jobs.JobsService;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;

/** When a job runs: said in words or as cron, with the next times shown before anything is kept. */
final class ScheduleDialog extends Dialog {
    private static final long serialVersionUID = 1L;
    private static final int TIMES = 5;
    private static final List<Integer> HOURS = List.of(1, 2, 3, 4, 6, 8, 12);

    private enum Kind {
        DAILY,
        WORKDAYS,
        WEEKLY,
        HOURS,
        CUSTOM
    }

    private final transient JobsService service;
    private final transient Words words;
    private final Select<Kind> kind = new Select<>();
    private final TimePicker time = new TimePicker();
    private final Select<DayOfWeek> day = new Select<>();
    private final Select<Integer> hours = new Select<>();
    private final TextField cron = new TextField();
    private final ComboBox<String> zone = new ComboBox<>();
    private final OrderedList preview = new OrderedList();
    private final Paragraph problem = new Paragraph();
    private final Button save;

    ScheduleDialog(JobsService service, Words words, Schedule schedule, Consumer<Schedule> changed) {
        this.service = service;
        this.words = words;
        setHeaderTitle(words.get("schedule.title", words.get("job." + schedule.job() + ".name")));
        setWidth("min(34rem, 94vw)");
        fields();
        fill(schedule.cron());
        zone.setValue(schedule.zone().getId());

        preview.addClassName("preview");
        problem.getElement().setAttribute("role", "alert");
        Div form = new Div(kind, day, hours, time, cron, zone);
        form.addClassName("pk-form");
        Div content = new Div(form, new H3(words.get("schedule.preview")), problem, preview);
        content.addClassName("pk-stack");
        add(content);

        save = new Button(words.get("action.save"), click -> {
            changed.accept(service.change(schedule.job(), expression(), ZoneId.of(zone.getValue())));
            close();
        });
        save.addThemeNames("primary");
        Button reset = new Button(words.get("schedule.reset"), click -> {
            changed.accept(service.reset(schedule.job()));
            close();
        });
        reset.setVisible(!schedule.cron().equals(schedule.fromFile()));
        getFooter().add(reset, new Button(words.get("action.cancel"), click -> close()), save);
        refresh();
    }

    private void fields() {
        kind.setLabel(words.get("schedule.kind"));
        kind.setItems(Kind.values());
        kind.setItemLabelGenerator(one -> words.get("schedule.kind." + one.name()));
        day.setLabel(words.get("schedule.day"));
        day.setItems(DayOfWeek.values());
        day.setItemLabelGenerator(one -> CronWords.day(one, words));
        hours.setLabel(words.get("schedule.hours"));
        hours.setItems(HOURS);
        hours.setItemLabelGenerator(one -> words.get("schedule.everyHours", one));
        time.setLabel(words.get("schedule.time"));
        time.setStep(Duration.ofMinutes(15));
        time.setLocale(words.texts().locale());
        cron.setLabel(words.get("schedule.cron"));
        cron.setHelperText(words.get("schedule.cron.help"));
        cron.setValueChangeMode(ValueChangeMode.LAZY);
        zone.setLabel(words.get("schedule.zone"));
        zone.setItems(ZoneId.getAvailableZoneIds().stream().sorted().toList());
        kind.addValueChangeListener(change -> refresh());
        day.addValueChangeListener(change -> refresh());
        hours.addValueChangeListener(change -> refresh());
        time.addValueChangeListener(change -> refresh());
        cron.addValueChangeListener(change -> refresh());
        zone.addValueChangeListener(change -> refresh());
    }

    private void fill(String expression) {
        day.setValue(DayOfWeek.SUNDAY);
        hours.setValue(6);
        time.setValue(LocalTime.of(0, 30));
        cron.setValue(expression);
        CronPreset preset = CronPreset.of(expression).orElse(null);
        if (preset instanceof CronPreset.Daily daily) {
            kind.setValue(Kind.DAILY);
            time.setValue(daily.at());
        } else if (preset instanceof CronPreset.Workdays workdays) {
            kind.setValue(Kind.WORKDAYS);
            time.setValue(workdays.at());
        } else if (preset instanceof CronPreset.Weekly weekly) {
            kind.setValue(Kind.WEEKLY);
            day.setValue(weekly.day());
            time.setValue(weekly.at());
        } else if (preset instanceof CronPreset.EveryHours every) {
            kind.setValue(Kind.HOURS);
            hours.setValue(every.hours());
            time.setValue(LocalTime.of(0, every.minute()));
        } else {
            kind.setValue(Kind.CUSTOM);
        }
    }

    private String expression() {
        LocalTime at = time.getValue() == null ? LocalTime.of(0, 30) : time.getValue();
        return switch (kind.getValue()) {
            case DAILY -> new CronPreset.Daily(at).cron();
            case WORKDAYS -> new CronPreset.Workdays(at).cron();
            case WEEKLY -> new CronPreset.Weekly(day.getValue(), at).cron();
            case HOURS -> new CronPreset.EveryHours(hours.getValue(), at.getMinute()).cron();
            case CUSTOM -> cron.getValue().strip();
        };
    }

    private void refresh() {
        if (save == null) {
            return;
        }
        Kind chosen = kind.getValue();
        day.setVisible(chosen == Kind.WEEKLY);
        hours.setVisible(chosen == Kind.HOURS);
        time.setVisible(chosen != Kind.CUSTOM);
        cron.setVisible(chosen == Kind.CUSTOM);
        preview.removeAll();
        problem.setVisible(false);
        if (zone.getValue() == null) {
            save.setEnabled(false);
            return;
        }
        ZoneId in = ZoneId.of(zone.getValue());
        try {
            List<Instant> next = service.preview(expression(), in, TIMES);
            next.forEach(at -> preview.add(new ListItem(CronWords.time(at, in, words))));
            save.setEnabled(!next.isEmpty());
            if (next.isEmpty()) {
                problem.setText(words.get("schedule.never"));
                problem.setVisible(true);
            }
        } catch (BadInputException e) {
            problem.setText(words.get("schedule.wrong") + " " + e.getMessage());
            problem.setVisible(true);
            save.setEnabled(false);
        }
    }
}
