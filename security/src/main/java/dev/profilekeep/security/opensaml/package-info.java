/** What both ends of a SAML conversation need: reading, writing and signing messages, and keys on disk. */
@NullMarked
package dev.profilekeep.security.opensaml;

import org.jspecify.annotations.NullMarked;
