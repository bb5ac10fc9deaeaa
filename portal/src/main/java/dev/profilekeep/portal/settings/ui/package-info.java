/** The view Settings: sections of other features, for administrators. */
@NullMarked
package dev.profilekeep.portal.settings.ui;

import org.jspecify.annotations.NullMarked;
