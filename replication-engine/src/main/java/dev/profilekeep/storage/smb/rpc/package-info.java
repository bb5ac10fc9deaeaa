/** The server service ([MS-SRVS]) spoken over a pipe: DCE/RPC with NDR, [C706] and [MS-RPCE]. Knows no SMB: bytes go in and out through
 * {@link dev.profilekeep.storage.smb.rpc.RpcPipe}. The public door is {@link dev.profilekeep.storage.smb.rpc.ServerService}. Whatever a server
 * answers is bounded and ends in values, a ServiceRefused or a StorageException. */
@NullMarked
package dev.profilekeep.storage.smb.rpc;

import org.jspecify.annotations.NullMarked;
