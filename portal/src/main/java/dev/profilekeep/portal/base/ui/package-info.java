/** The frame around every view: layout, errors, language, parts that several views share. */
@NullMarked
package dev.profilekeep.portal.base.ui;

import org.jspecify.annotations.NullMarked;
