package dev.profilekeep.portal.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.github.mvysny.kaributesting.v10.Routes;
import com.vaadin.flow.server.VaadinSession;
import dev.profilekeep.portal.jobs.JobsService;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTest;
import dev.profilekeep.security.Person;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** A job's progress comes from a thread of the jobs: services must see the person whose page it moves, and nobody else. */
class PushedAsThePersonIT extends PortalTest {
    @Autowired
    private JobsService jobs;

    @BeforeEach
    void openBrowser() {
        MockVaadin.setup(new Routes());
    }

    @AfterEach
    void closeBrowser() {
        MockVaadin.tearDown();
        People.signOut();
    }

    @Test
    void a_page_of_ada_may_read_runs_from_any_thread() {
        pageOf(People.ada());
        assertThat(jobs.recent(0, 10)).isNotEmpty();
    }

    @Test
    void a_page_of_anna_may_not() {
        pageOf(People.anna());
        assertThatThrownBy(() -> jobs.recent(0, 10)).isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void without_a_page_nobody_may() {
        VaadinSession.setCurrent(null);
        assertThatThrownBy(() -> jobs.recent(0, 10)).isInstanceOf(AuthenticationCredentialsNotFoundException.class);
    }

    /** As it is while something is pushed: the thread knows the page, and has no security context of its own. */
    private static void pageOf(Person person) {
        VaadinSession.getCurrent()
                .getSession()
                .setAttribute(
                        HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY,
                        new SecurityContextImpl(People.authentication(person)));
        SecurityContextHolder.clearContext();
    }
}
