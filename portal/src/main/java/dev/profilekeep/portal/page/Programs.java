package dev.profilekeep.portal.page;

import jakarta.servlet.http.HttpServletRequest;

/** Where programs ask, which take a problem rather than a page. */
public final class Programs {
    private Programs() {}

    /** Whether they ask at this address. */
    public static boolean askAt(HttpServletRequest request, String path) {
        String root =
                request.getContextPath() == null ? "" : request.getContextPath(); // null before a servlet is found
        return path.startsWith(root + "/api/") || path.startsWith(root + "/actuator/");
    }
}
