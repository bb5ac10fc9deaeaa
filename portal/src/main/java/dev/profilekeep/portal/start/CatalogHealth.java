package dev.profilekeep.portal.start;

import dev.profilekeep.engine.Engine;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the catalog answers. Without it nothing can be shown or done. */
@Component("catalog")
class CatalogHealth implements HealthIndicator {
    private static final int SECONDS = 5;

    private final Engine engine;

    CatalogHealth(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Health health() {
        try (Connection connection = engine.catalog().dataSource().getConnection()) {
            return connection.isValid(SECONDS)
                    ? Health.up().build()
                    : Health.down().build();
        } catch (SQLException e) {
            return Health.down(e).build();
        }
    }
}
