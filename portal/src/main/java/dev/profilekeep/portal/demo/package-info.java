/** The demo: two make-believe sites in local folders, with real NTFS in real VHDX and VHD files. Active in profile demo. */
@NullMarked
package dev.profilekeep.portal.demo;

import org.jspecify.annotations.NullMarked;
