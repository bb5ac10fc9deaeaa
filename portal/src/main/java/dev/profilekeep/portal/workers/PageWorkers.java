package dev.profilekeep.portal.workers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The threads of each kind of page, apart from each other: whoever fills one queue fills no other. */
@Configuration(proxyBeanMethods = false)
class PageWorkers {
    /** Looks at locks, dry runs, clearing. */
    @Bean
    Workers lockWorkers() {
        return Workers.of("locks", 8, 500);
    }

    /** Opening backups, reading folders, putting files. */
    @Bean
    Workers filesWorkers() {
        return Workers.of("files", 6, 100);
    }

    /** Looks at what takes the room of profiles: each reads a file table over the share. */
    @Bean
    Workers roomWorkers() {
        return Workers.of("room", 3, 60);
    }
}
