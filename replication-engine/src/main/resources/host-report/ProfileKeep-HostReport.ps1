<#
.SYNOPSIS
    Tells ProfileKeep what this session host knows about its own sessions and profile disks.

.DESCRIPTION
    Gathers sessions, boot time, FSLogix' settings and version, mounted disks, Cloud Cache providers, the cache disk and the events
    that matter, and posts them as JSON (schemaVersion 1, described in docs/host-report.md) to the portal. Before it gathers it asks the
    portal for its time and sends that along, so that neither a wrong clock here nor a slow way makes the report seem fresher than it is.

    It reads and changes nothing on the host: no setting, no file, no service. To ask Windows for its sessions PowerShell compiles a
    small helper in its own temporary folder and removes it at once. What cannot be gathered is named in "problems"; the rest is sent all
    the same. Keys of Azure stores are left out.

    Made for Windows PowerShell 5.1 on Windows Server 2016 and later, Windows 10 and 11; to be run as SYSTEM by a scheduled task, every
    five minutes. The token stands in a file that only SYSTEM and administrators may read, never on the command line.

.PARAMETER Url
    Address of the portal, https://profiles.example.com, or of the endpoint itself (ending in /api/v1/host-reports).

.PARAMETER TokenFile
    File whose first line is the token of the portal's service account for host reports.

.PARAMETER Pool
    Name of the host pool; may be left out.

.PARAMETER MaxEvents
    Most events that are sent.

.PARAMETER EventHours
    How far back events are looked for.

.PARAMETER Tries
    How often sending is tried.

.PARAMETER TimeoutSeconds
    How long one try may take.

.PARAMETER SpreadSeconds
    Waits a random time of at most so long before sending, so that the hosts of a pool do not send in the same second.

.PARAMETER WhatIf
    Prints the JSON and sends nothing; needs neither Url nor TokenFile.

.EXAMPLE
    powershell.exe -NoProfile -ExecutionPolicy Bypass -File .\ProfileKeep-HostReport.ps1 -WhatIf

.EXAMPLE
    powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File C:\ProfileKeep\ProfileKeep-HostReport.ps1 -Url https://profiles.example.com -TokenFile C:\ProfileKeep\token.txt

.NOTES
    Exit codes: 0 sent or printed, 1 not sent, 2 wrong parameters, or PowerShell is kept from doing what this takes.
#>
[CmdletBinding()]
param(
    [string] $Url = '',
    [string] $TokenFile = '',
    [string] $Pool = '',
    [ValidateRange(0, 500)] [int] $MaxEvents = 200,
    [ValidateRange(1, 168)] [int] $EventHours = 24,
    [ValidateRange(1, 10)] [int] $Tries = 4,
    [ValidateRange(1, 300)] [int] $TimeoutSeconds = 30,
    [ValidateRange(0, 3600)] [int] $SpreadSeconds = 0,
    [switch] $WhatIf
)

# Before anything else, as next to nothing else is possible then.
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    Write-Warning "Application control keeps PowerShell in $($ExecutionContext.SessionState.LanguageMode) mode here, in which no sessions can be read: allow this script in the policy (by its hash, or signed)."
    exit 2
}

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
# A bar of progress slows sending down, and nobody sees it.
$ProgressPreference = 'SilentlyContinue'
$ScriptVersion = '1.1'
$Endpoint = '/api/v1/host-reports'
$TimeEndpoint = '/api/v1/hosts/time'
$Problems = New-Object 'System.Collections.Generic.List[string]'

function Add-Problem([string] $What, $ErrorRecord) {
    $Problems.Add($What + ': ' + $ErrorRecord.Exception.Message)
}

function ConvertTo-Utc([datetime] $Time) {
    return $Time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [Globalization.CultureInfo]::InvariantCulture)
}

# Shortens a text, and leaves out the keys of Azure stores.
function Protect-Text([string] $Text, [int] $Longest = 1900) {
    $safe = $Text -replace '(?i)((?:AccountKey|SharedAccessSignature|SharedAccessKey|password|pwd|sig)["'']?\s*(?:=|:|%3D)\s*)(?:"+[^"]+|''+[^'']+|[^;"''\s&,|]+)', '$1***'
    if ($safe.Length -gt $Longest) {
        return $safe.Substring(0, $Longest)
    }
    return $safe
}

function Get-RegistryValue([string] $Key, [string] $Name) {
    $item = Get-Item -LiteralPath $Key -ErrorAction SilentlyContinue
    if ($null -eq $item) {
        return $null
    }
    return $item.GetValue($Name, $null)
}

function Get-SettingList {
    $keys = @(
        'HKLM:\SOFTWARE\FSLogix\Profiles',
        'HKLM:\SOFTWARE\FSLogix\Apps',
        'HKLM:\SOFTWARE\FSLogix\Logging',
        'HKLM:\SOFTWARE\Policies\FSLogix\ODFC',
        'HKLM:\SYSTEM\CurrentControlSet\Services\frxccd\Parameters',
        'HKLM:\SYSTEM\CurrentControlSet\Services\frxccds\Parameters'
    )
    foreach ($key in $keys) {
        $item = Get-Item -LiteralPath $key -ErrorAction SilentlyContinue
        if ($null -eq $item) {
            continue
        }
        foreach ($name in $item.GetValueNames()) {
            [ordered]@{ # HostReport.Setting
                key   = $key.Replace('HKLM:\', 'HKLM\')
                name  = $name
                value = Protect-Text (@($item.GetValue($name)) -join "`n")
            }
        }
    }
}

function Get-ServiceList {
    $names = @('frxsvc', 'frxccds', 'frxdrv', 'frxdrvvt', 'frxccd', 'defragsvc', 'smphost', 'ProfSvc')
    $filter = ($names | ForEach-Object { "Name='$_'" }) -join ' OR '
    foreach ($class in @('Win32_Service', 'Win32_SystemDriver')) {
        foreach ($service in @(Get-CimInstance -ClassName $class -Filter $filter)) {
            [ordered]@{ # HostReport.Service
                name      = $service.Name
                state     = [string] $service.State
                startMode = [string] $service.StartMode
            }
        }
    }
}

# Windows' own list of sessions, as quser shows it, but the same in every language.
$SessionSource = @'
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security.Principal;

namespace ProfileKeep
{
    public sealed class TerminalSession
    {
        public string Domain;
        public string User;
        public string Sid;
        public string State;
        public long LogonTime;
    }

    public static class TerminalSessions
    {
        private static readonly string[] States = {
            "Active", "Connected", "ConnectQuery", "Shadow", "Disconnected", "Idle", "Listen", "Reset", "Down", "Init" };

        [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
        public struct SessionEntry
        {
            public int Id;
            public IntPtr Name;
            public int State;
        }

        [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
        public struct SessionFacts
        {
            public int State;
            public int Id;
            public int IncomingBytes;
            public int OutgoingBytes;
            public int IncomingFrames;
            public int OutgoingFrames;
            public int IncomingCompressedBytes;
            public int OutgoingCompressedBytes;
            [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 32)]
            public string Station;
            [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 17)]
            public string Domain;
            [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 21)]
            public string User;
            public long ConnectTime;
            public long DisconnectTime;
            public long LastInputTime;
            public long LogonTime;
            public long CurrentTime;
        }

        [DllImport("wtsapi32.dll", EntryPoint = "WTSEnumerateSessionsW", SetLastError = true)]
        private static extern bool Enumerate(IntPtr server, int reserved, int version, out IntPtr entries, out int count);

        [DllImport("wtsapi32.dll", EntryPoint = "WTSQuerySessionInformationW", SetLastError = true)]
        private static extern bool Query(IntPtr server, int session, int what, out IntPtr buffer, out int bytes);

        [DllImport("wtsapi32.dll", EntryPoint = "WTSFreeMemory")]
        private static extern void Free(IntPtr memory);

        [DllImport("wtsapi32.dll", EntryPoint = "WTSQueryUserToken", SetLastError = true)]
        private static extern bool Token(int session, out IntPtr token);

        [DllImport("kernel32.dll")]
        private static extern bool CloseHandle(IntPtr handle);

        // Whose session it is, by what its programs run with; empty if only SYSTEM may know, and for one that begins or ends right now.
        private static string SidOf(int session)
        {
            IntPtr token;
            if (!Token(session, out token))
            {
                return "";
            }
            try
            {
                using (var identity = new WindowsIdentity(token))
                {
                    return identity.User == null ? "" : identity.User.Value;
                }
            }
            finally
            {
                CloseHandle(token);
            }
        }

        public static List<TerminalSession> All()
        {
            const int sessionInfo = 24;
            var all = new List<TerminalSession>();
            IntPtr entries;
            int count;
            if (!Enumerate(IntPtr.Zero, 0, 1, out entries, out count))
            {
                throw new Win32Exception(Marshal.GetLastWin32Error());
            }
            try
            {
                int size = Marshal.SizeOf(typeof(SessionEntry));
                for (int i = 0; i < count; i++)
                {
                    var at = new IntPtr(entries.ToInt64() + (long)i * size);
                    var entry = (SessionEntry)Marshal.PtrToStructure(at, typeof(SessionEntry));
                    IntPtr buffer;
                    int bytes;
                    if (!Query(IntPtr.Zero, entry.Id, sessionInfo, out buffer, out bytes))
                    {
                        int error = Marshal.GetLastWin32Error();
                        // 2 and 7022: it ended between the two calls.
                        if (error == 2 || error == 7022)
                        {
                            continue;
                        }
                        throw new Win32Exception(error);
                    }
                    try
                    {
                        var facts = (SessionFacts)Marshal.PtrToStructure(buffer, typeof(SessionFacts));
                        if (!String.IsNullOrEmpty(facts.User))
                        {
                            var state = facts.State >= 0 && facts.State < States.Length ? States[facts.State] : "Unknown";
                            all.Add(new TerminalSession {
                                Domain = facts.Domain, User = facts.User, Sid = SidOf(entry.Id), State = state,
                                LogonTime = facts.LogonTime });
                        }
                    }
                    finally
                    {
                        Free(buffer);
                    }
                }
            }
            finally
            {
                Free(entries);
            }
            return all;
        }
    }
}
'@

# Windows tells of a session's name no more than this. One that is so long may be cut, and be another one's then.
$LongestName = 20

function Get-SidByName([string] $Account, [string] $User) {
    if ($User.Length -ge $LongestName) {
        throw 'its name may be cut; run this script as SYSTEM, to whom Windows tells the SID itself'
    }
    return (New-Object Security.Principal.NTAccount($Account)).Translate([Security.Principal.SecurityIdentifier]).Value
}

function Get-SessionList {
    if (-not ('ProfileKeep.TerminalSessions' -as [type])) {
        Add-Type -TypeDefinition $SessionSource -Language CSharp -IgnoreWarnings
    }
    foreach ($session in [ProfileKeep.TerminalSessions]::All()) {
        $account = $session.User
        if ($session.Domain) {
            $account = $session.Domain + '\' + $session.User
        }
        $sid = $session.Sid
        try {
            if (-not $sid) {
                $sid = Get-SidByName $account $session.User
            }
            elseif ($session.User.Length -ge $LongestName) {
                $account = (New-Object Security.Principal.SecurityIdentifier($sid)).Translate([Security.Principal.NTAccount]).Value
            }
        }
        catch {
            Add-Problem ('account and SID of ' + $account) $_
        }
        $logon = $null
        if ($session.LogonTime -gt 0) {
            $logon = ConvertTo-Utc ([datetime]::FromFileTimeUtc($session.LogonTime))
        }
        [ordered]@{ # HostReport.Session
            sid       = $sid
            account   = $account
            state     = $session.State
            logonTime = $logon
        }
    }
}

# Whether anything answers at port 445; $null if there is no server to ask.
function Test-FileServer([string] $Target) {
    if ($Target -notmatch '^\\\\([^\\]+)\\') {
        return $null
    }
    $client = New-Object Net.Sockets.TcpClient
    try {
        $attempt = $client.BeginConnect($Matches[1], 445, $null, $null)
        if (-not $attempt.AsyncWaitHandle.WaitOne(2000)) {
            return $false
        }
        $client.EndConnect($attempt)
        return $true
    }
    catch {
        return $false
    }
    finally {
        $client.Close()
    }
}

function Get-ProviderList {
    $kinds = @(
        @('PROFILE', 'HKLM:\SOFTWARE\FSLogix\Profiles'),
        @('ODFC', 'HKLM:\SOFTWARE\Policies\FSLogix\ODFC')
    )
    foreach ($kind in $kinds) {
        $locations = @(Get-RegistryValue $kind[1] 'CCDLocations') -join ';'
        $position = 0
        foreach ($found in [regex]::Matches($locations, '(?i)type=(\w+),(?:name="([^"]*)",)?connectionString=("[^"]*"|[^;]*)')) {
            $position++
            $target = $found.Groups[3].Value.Trim('"')
            $reachable = $null
            if ($found.Groups[1].Value -eq 'smb') {
                $reachable = Test-FileServer $target
            }
            elseif ($target -match '(?i)AccountName=([^;]+)') {
                $target = $Matches[1]
            }
            elseif ($target -notmatch '^\|fslogix/[^|]*\|$') {
                # Neither an account nor the name of a protected key: it may hold a secret.
                $target = ''
            }
            [ordered]@{ # HostReport.Provider
                kind      = $kind[0]
                position  = $position
                name      = Protect-Text $found.Groups[2].Value
                type      = $found.Groups[1].Value
                target    = Protect-Text $target
                reachable = $reachable
            }
        }
    }
}

function Get-CacheDisk {
    $folder = Get-RegistryValue 'HKLM:\SYSTEM\CurrentControlSet\Services\frxccd\Parameters' 'CacheDirectory'
    if (-not $folder) {
        $folder = Join-Path $env:ProgramData 'FSLogix\Cache'
    }
    if (-not (Test-Path -LiteralPath $folder)) {
        return $null
    }
    $drive = New-Object IO.DriveInfo([IO.Path]::GetPathRoot($folder))
    $bytes = [long] 0
    $unread = $null
    foreach ($file in @(Get-ChildItem -LiteralPath $folder -Recurse -Force -File -ErrorAction SilentlyContinue -ErrorVariable unread)) {
        $bytes += $file.Length
    }
    if ($unread) {
        # A cache that nobody could look at is not an empty one.
        throw "the cache in $folder could not be read whole: $($unread[0])"
    }
    return [ordered]@{ # HostReport.CacheDisk
        path       = $folder
        sizeBytes  = $drive.TotalSize
        freeBytes  = $drive.AvailableFreeSpace
        cacheBytes = $bytes
    }
}

function Get-MountList {
    # 15: a disk in a file. Its Location is the file's path.
    foreach ($disk in @(Get-CimInstance -Namespace 'root\Microsoft\Windows\Storage' -ClassName MSFT_Disk -Filter 'BusType=15')) {
        $path = [string] $disk.Location
        if (-not $path.Trim()) {
            # It may be anybody's profile: without it the list would say that it is not mounted.
            throw "Windows does not say in which file the disk $($disk.Number) lies"
        }
        [ordered]@{ # HostReport.Mount
            path     = $path
            readOnly = [bool] $disk.IsReadOnly
        }
    }
}

function Get-EventList {
    $since = (Get-Date).AddHours(-$EventHours)
    $filters = @(
        @{ LogName = 'Microsoft-FSLogix-Apps/Operational'; Level = 1, 2, 3; StartTime = $since },
        @{ LogName = 'Microsoft-FSLogix-Apps/Admin'; Level = 1, 2, 3; StartTime = $since },
        @{ LogName = 'Microsoft-FSLogix-Apps/Operational'; Id = 57; StartTime = $since },
        @{ LogName = 'Microsoft-FSLogix-CloudCache/Operational'; Level = 1, 2, 3; StartTime = $since },
        @{ LogName = 'Microsoft-FSLogix-CloudCache/Admin'; Level = 1, 2, 3; StartTime = $since },
        @{ LogName = 'Application'; ProviderName = 'Microsoft-Windows-User Profiles Service'; Id = 1511, 1515, 1530, 1533; StartTime = $since },
        @{ LogName = 'System'; ProviderName = 'Ntfs'; Id = 55; StartTime = $since },
        @{ LogName = 'System'; ProviderName = 'Microsoft-Windows-Ntfs'; Id = 55; StartTime = $since },
        @{ LogName = 'System'; ProviderName = 'disk'; Id = 7, 153; StartTime = $since }
    )
    $found = New-Object 'System.Collections.Generic.List[object]'
    if ($MaxEvents -gt 0) {
        foreach ($filter in $filters) {
            try {
                foreach ($entry in @(Get-WinEvent -FilterHashtable $filter -MaxEvents $MaxEvents)) {
                    $found.Add($entry)
                }
            }
            catch {
                # None, or a log or provider that this host does not have, is no problem.
                if ($_.FullyQualifiedErrorId -notmatch 'NoMatchingEventsFound|NoMatchingLogsFound|NoMatchingProvidersFound|LogsAndProvidersDontOverlap') {
                    Add-Problem ('events of ' + $filter.LogName) $_
                }
            }
        }
    }
    foreach ($entry in @($found | Sort-Object -Property TimeCreated -Descending | Select-Object -First $MaxEvents)) {
        [ordered]@{ # HostReport.Event
            log      = [string] $entry.LogName
            provider = [string] $entry.ProviderName
            id       = [int] $entry.Id
            level    = [string] $entry.LevelDisplayName
            time     = ConvertTo-Utc $entry.TimeCreated
            recordId = [long] $entry.RecordId
            text     = Protect-Text ([string] $entry.Message) 1000
        }
    }
}

# Version of the broker's agent, whichever is installed.
function Get-AgentVersion {
    $keys = @('HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall', 'HKLM:\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall')
    $names = '^(Remote Desktop Services Infrastructure Agent|Citrix .*Virtual Delivery Agent|VMware Horizon Agent|Omnissa Horizon Agent)'
    $versions = @()
    foreach ($key in $keys) {
        foreach ($item in @(Get-ChildItem -LiteralPath $key -ErrorAction SilentlyContinue)) {
            if ([string] $item.GetValue('DisplayName', '') -match $names) {
                $versions += [string] $item.GetValue('DisplayVersion', '')
            }
        }
    }
    # An update leaves the older agent installed beside the newer.
    return [string] ($versions | Sort-Object -Property { try { [version] $_ } catch { [version] '0.0' } } | Select-Object -Last 1)
}

# Runs a part of the report; what fails is named and leaves that part empty.
function Invoke-Part([string] $What, [scriptblock] $Part) {
    try {
        & $Part
    }
    catch {
        Add-Problem $What $_
    }
}

# What the portal says is its time now; $null if it does not say, as an older one does not.
function Get-ServerTime([string] $Address, [string] $Token) {
    try {
        $answer = Invoke-WebRequest -Uri $Address -Method Get -Headers @{ Authorization = 'Bearer ' + $Token } -TimeoutSec ([Math]::Min($TimeoutSeconds, 15)) -UseBasicParsing -MaximumRedirection 0 -ErrorAction SilentlyContinue
        if ($null -ne $answer -and [int] $answer.StatusCode -eq 200 -and [string] $answer.Content -match '"now"\s*:\s*"([0-9T:.-]+Z)"') {
            return $Matches[1]
        }
    }
    catch {
        Add-Problem 'the time of the portal' $_
    }
    return $null
}

# $ServerTime: as it was told just before.
function Get-Report($ServerTime) {
    $now = Get-Date
    $system = Invoke-Part 'boot time' { Get-CimInstance -ClassName Win32_OperatingSystem }
    $computer = Invoke-Part 'domain' { Get-CimInstance -ClassName Win32_ComputerSystem }
    $bootTime = $null
    if ($null -ne $system) {
        $bootTime = ConvertTo-Utc $system.LastBootUpTime
    }
    $domain = ''
    if ($null -ne $computer) {
        $domain = [string] $computer.Domain
    }
    $sessionsComplete = $true
    $sessions = @()
    try {
        $sessions = @(Get-SessionList)
    }
    catch {
        $sessionsComplete = $false
        Add-Problem 'sessions' $_
    }
    # None and "could not be read" are not the same: a disk that was mounted stays so until a report says otherwise.
    $mounts = $null
    try {
        $mounts = @(Get-MountList)
    }
    catch {
        Add-Problem 'mounted disks' $_
    }
    $report = [ordered]@{ # HostReport
        schemaVersion       = 1
        reportId            = [guid]::NewGuid().ToString()
        host                = $env:COMPUTERNAME
        domain              = $domain
        pool                = $Pool
        time                = ConvertTo-Utc $now
        sentAt              = ConvertTo-Utc $now
        serverTime          = $ServerTime
        bootTime            = $bootTime
        timeZone            = [TimeZoneInfo]::Local.Id
        utcOffsetMinutes    = [int] [TimeZoneInfo]::Local.GetUtcOffset($now).TotalMinutes
        scriptVersion       = $ScriptVersion
        agentVersion        = [string] (Invoke-Part 'agent version' { Get-AgentVersion })
        fslogixVersion      = [string] (Get-RegistryValue 'HKLM:\SOFTWARE\FSLogix\Apps' 'InstallVersion')
        settings            = @(Invoke-Part 'settings' { Get-SettingList })
        services            = @(Invoke-Part 'services' { Get-ServiceList })
        sessions            = $sessions
        sessionsComplete    = $sessionsComplete
        cloudCacheProviders = @(Invoke-Part 'Cloud Cache providers' { Get-ProviderList })
        cacheDisk           = Invoke-Part 'cache disk' { Get-CacheDisk }
        mounts              = $mounts
        events              = @(Invoke-Part 'events' { Get-EventList })
        problems            = @()
    }
    $report['problems'] = @($Problems | Select-Object -First 100)
    return $report
}

# The status of a refusal; 0 if nobody answered.
function Get-Status($ErrorRecord) {
    $response = $ErrorRecord.Exception.PSObject.Properties['Response']
    if ($null -eq $response -or $null -eq $response.Value) {
        return 0
    }
    return [int] $response.Value.StatusCode
}

# Whether sending again may help: no answer, or one that says "later".
function Test-Retry([int] $Status) {
    return ($Status -eq 0 -or $Status -ge 500 -or $Status -eq 429 -or $Status -eq 408)
}

# What the portal says about a refusal, so that the task's log has it.
function Get-Refusal($ErrorRecord) {
    if ($null -ne $ErrorRecord.ErrorDetails -and $ErrorRecord.ErrorDetails.Message) {
        return $ErrorRecord.ErrorDetails.Message
    }
    return $ErrorRecord.Exception.Message
}

function Send-Report($Report, [string] $Address, [string] $Token) {
    $pause = 5
    for ($attempt = 1; $attempt -le $Tries; $attempt++) {
        $Report['sentAt'] = ConvertTo-Utc (Get-Date)
        $body = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $Report -Depth 6 -Compress))
        try {
            # A redirect is no error then, and not followed: its answer would not be the portal's.
            $answer = Invoke-WebRequest -Uri $Address -Method Post -Body $body -ContentType 'application/json; charset=utf-8' -Headers @{ Authorization = 'Bearer ' + $Token } -TimeoutSec $TimeoutSeconds -UseBasicParsing -MaximumRedirection 0 -ErrorAction SilentlyContinue
            $status = 0
            if ($null -ne $answer) {
                $status = [int] $answer.StatusCode
            }
            # 202: taken. 204: the portal has this one or a newer one.
            if ($status -eq 202 -or $status -eq 204) {
                return $true
            }
            $reason = 'the answer ' + $status + ' is none that the portal gives; does a proxy or a sign-in page stand before it?'
        }
        catch {
            $status = Get-Status $_
            $reason = Get-Refusal $_
        }
        Write-Warning ('try ' + $attempt + ' of ' + $Tries + ': ' + $reason)
        if (-not (Test-Retry $status)) {
            return $false
        }
        if ($attempt -lt $Tries) {
            Start-Sleep -Seconds $pause
            $pause = $pause * 3
        }
    }
    return $false
}

if ($WhatIf) {
    ConvertTo-Json -InputObject (Get-Report $null) -Depth 6
    exit 0
}

$address = $null
if (-not [Uri]::TryCreate($Url, [UriKind]::Absolute, [ref] $address) -or ($address.Scheme -ne 'https' -and -not $address.IsLoopback)) {
    Write-Warning "-Url must be an address that begins with https://, such as https://profiles.example.com; it is '$Url'"
    exit 2
}
if (-not $TokenFile -or -not (Test-Path -LiteralPath $TokenFile -PathType Leaf)) {
    Write-Warning "-TokenFile must name the file with the token; there is none at '$TokenFile'"
    exit 2
}
$token = [string] (Get-Content -LiteralPath $TokenFile -TotalCount 1)
if (-not $token -or -not $token.Trim()) {
    Write-Warning "the first line of $TokenFile is empty; it must be the token"
    exit 2
}
$target = $address.AbsoluteUri.TrimEnd('/')
if (-not $target.EndsWith($Endpoint)) {
    $target = $target + $Endpoint
}
# Left to itself, Windows PowerShell on Server 2016 offers TLS 1.0.
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
if ($SpreadSeconds -gt 0) {
    Start-Sleep -Seconds (Get-Random -Minimum 0 -Maximum ($SpreadSeconds + 1))
}
$timeTarget = $target.Substring(0, $target.Length - $Endpoint.Length) + $TimeEndpoint
$serverTime = Get-ServerTime $timeTarget $token.Trim()
if (Send-Report (Get-Report $serverTime) $target $token.Trim()) {
    exit 0
}
exit 1
