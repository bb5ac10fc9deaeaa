package dev.profilekeep.ui;

import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import elemental.json.Json;
import elemental.json.JsonArray;
import elemental.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Size over time of one or several copies, with forecast and limit: {@code <pk-growth-chart>} on Apache ECharts.
 * Reachable and readable by keyboard (arrow keys move through the moments); a table of the same numbers and the summary
 * stand beside it for screen readers.
 */
@Tag("pk-growth-chart")
@JsModule("./profilekeep/pk-growth-chart.ts")
@NpmPackage(value = "echarts", version = "6.1.0")
public final class GrowthChart extends LocalizedComponent implements HasSize {
    /** @param growth what to show; its summary is shown to screen readers and, by {@link #setSummaryVisible}, to all */
    public GrowthChart(Growth growth) {
        super("growth");
        setGrowth(growth);
    }

    public void setGrowth(Growth growth) {
        getElement().setPropertyJson("growth", growth.json());
    }

    /** Shows the summary sentence above the chart to everyone. */
    public void setSummaryVisible(boolean visible) {
        getElement().setAttribute("show-summary", visible);
    }

    /** Shows the table of numbers under the chart to everyone instead of to screen readers alone. */
    public void setTableVisible(boolean visible) {
        getElement().setAttribute("show-table", visible);
    }

    /**
     * @param summary what the chart says, as one sentence, already translated
     * @param copies one line each; with a single copy its inside is drawn as well
     * @param maximumBytes the limit line, for example the size the disk shows to Windows
     * @param forecast where it goes from here
     */
    public record Growth(
            String summary, List<CopyLine> copies, @Nullable Long maximumBytes, @Nullable Forecast forecast) {
        public Growth {
            copies = List.copyOf(copies);
            if (maximumBytes != null) {
                Require.positive("maximumBytes", maximumBytes);
            }
        }

        private JsonObject json() {
            var json = Json.createObject();
            json.put("summary", summary);
            var lines = Json.createArray();
            copies.forEach(copy -> lines.set(lines.length(), copy.json()));
            json.put("copies", lines);
            if (maximumBytes != null) {
                json.put("maximum", maximumBytes.doubleValue());
            }
            if (forecast != null) {
                json.put("forecast", forecast.json());
            }
            return json;
        }
    }

    /**
     * @param name what people call this copy, usually its site
     * @param points in any order
     */
    public record CopyLine(String name, List<Point> points) {
        public CopyLine {
            points = List.copyOf(points);
        }

        private JsonObject json() {
            var json = Json.createObject();
            json.put("name", name);
            var array = Json.createArray();
            points.forEach(point -> array.set(array.length(), point.json()));
            json.put("points", array);
            return json;
        }
    }

    /**
     * What one inventory saw.
     *
     * @param fileBytes the size of the file on the share
     * @param usedBytes taken by files inside; null where it could not be read
     */
    public record Point(Instant at, long fileBytes, @Nullable Long usedBytes) {
        public Point {
            Require.notNegative("fileBytes", fileBytes);
            if (usedBytes != null) {
                Require.notNegative("usedBytes", usedBytes);
            }
        }

        private JsonArray json() {
            var json = Json.createArray();
            json.set(0, at.toEpochMilli());
            json.set(1, fileBytes);
            json.set(2, usedBytes == null ? Json.createNull() : Json.create(usedBytes));
            return json;
        }
    }

    /** What is expected, oldest first: the file size of the first copy at each moment. */
    public record Forecast(List<Expected> expected) {
        public Forecast {
            expected = List.copyOf(expected);
        }

        private JsonArray json() {
            var json = Json.createArray();
            expected.forEach(point -> json.set(json.length(), point.json()));
            return json;
        }
    }

    /** @param lowBytes and {@code highBytes}: the band it will likely stay within; equal to {@code fileBytes} for none */
    public record Expected(Instant at, long fileBytes, long lowBytes, long highBytes) {
        public Expected {
            if (lowBytes > fileBytes || fileBytes > highBytes) {
                throw new IllegalArgumentException(
                        "expected size is outside its band: " + lowBytes + " <= " + fileBytes + " <= " + highBytes);
            }
        }

        private JsonArray json() {
            var json = Json.createArray();
            json.set(0, at.toEpochMilli());
            json.set(1, fileBytes);
            json.set(2, lowBytes);
            json.set(3, highBytes);
            return json;
        }
    }
}
