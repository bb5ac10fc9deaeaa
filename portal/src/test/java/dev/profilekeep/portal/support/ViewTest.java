package dev.profilekeep.portal.support;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.github.mvysny.kaributesting.v10.Routes;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.dom.Element;
import dev.profilekeep.portal.preference.Preferences;
import dev.profilekeep.security.CurrentUser;
import elemental.json.JsonObject;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A browser's place without a browser: a UI in English to put views into. */
public abstract class ViewTest {
    protected final CurrentUser currentUser = new CurrentUser();
    protected final FakeEstate estate = FakeEstate.standard();

    @BeforeEach
    void openBrowser() {
        MockVaadin.setup(new Routes());
        UI.getCurrent().setLocale(Locale.UK);
    }

    @AfterEach
    void closeBrowser() {
        MockVaadin.tearDown();
        People.signOut();
    }

    /** Puts a view before the person. */
    protected static <C extends Component> C show(C view) {
        UI.getCurrent().add(view);
        return view;
    }

    /** All words of a component and what is in it, properties and attributes for people included. */
    protected static String words(Component component) {
        StringBuilder words = new StringBuilder();
        read(component.getElement(), words);
        return words.toString().replace('\u00a0', ' ');
    }

    /** Preferences in memory. */
    protected static Preferences preferences() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/portal")
                .load()
                .migrate();
        return new Preferences(dataSource);
    }

    private static void read(Element element, StringBuilder words) {
        if (element.isTextNode()) {
            words.append(element.getText()).append('\n');
            return;
        }
        if (!element.isVisible()) {
            return;
        }
        Stream.of("label", "word", "summary", "headerTitle")
                .map(name -> element.getProperty(name))
                .filter(value -> value != null && !value.isEmpty())
                .forEach(value -> words.append(value).append('\n'));
        if (element.getPropertyRaw("growth") instanceof JsonObject growth) {
            words.append(growth.getString("summary")).append('\n');
        }
        Stream.of("value", "what", "aria-label")
                .map(name -> element.getAttribute(name))
                .filter(value -> value != null && !value.isEmpty())
                .forEach(value -> words.append(value).append('\n'));
        element.getChildren().forEach(child -> read(child, words));
    }
}
