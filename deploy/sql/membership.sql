-- What the membership of a HcsGrid cluster needs in PostgreSQL 12 or later: two tables, the statements that
-- Microsoft.Orleans.Clustering.AdoNet reads by their keys, and three functions that those call.
--
-- It may be run again at any time, also while a cluster runs: what is there stays, functions and statements are replaced by
-- these. A silo runs it when it starts (under a lock of its own), unless it is told --schema none.

-- One row a cluster: its version grows with every change, so that of two that change it at once one is refused.
CREATE TABLE IF NOT EXISTS orleansmembershipversiontable (
    deploymentid varchar(150) NOT NULL PRIMARY KEY,
    "timestamp" timestamptz(3) NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 0
);

-- One row a silo that is or was there.
CREATE TABLE IF NOT EXISTS orleansmembershiptable (
    deploymentid varchar(150) NOT NULL REFERENCES orleansmembershipversiontable (deploymentid),
    address varchar(45) NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    siloname varchar(150) NOT NULL,
    hostname varchar(150) NOT NULL,
    status integer NOT NULL,
    proxyport integer,
    suspecttimes varchar(8000),
    starttime timestamptz(3) NOT NULL,
    iamalivetime timestamptz(3) NOT NULL,
    PRIMARY KEY (deploymentid, address, port, generation)
);

-- The statements by key: Orleans reads them all when it starts.
CREATE TABLE IF NOT EXISTS orleansquery (
    querykey varchar(64) NOT NULL PRIMARY KEY,
    querytext varchar(8000) NOT NULL
);

-- Raises a cluster's version if it is still the one that the caller saw. Answers whether it was.
CREATE OR REPLACE FUNCTION hcsgrid_raise_version(cluster varchar, seen integer) RETURNS boolean
LANGUAGE sql AS $$
    WITH raised AS (
        UPDATE orleansmembershipversiontable SET "timestamp" = now(), version = version + 1
        WHERE deploymentid = cluster AND version = seen
        RETURNING 1)
    SELECT EXISTS (SELECT FROM raised);
$$;

-- Adds a silo. 1 where that was done, 0 where the version had changed or the silo is there already; then nothing changed.
CREATE OR REPLACE FUNCTION hcsgrid_insert_silo(
    cluster varchar, seen integer, silo_address varchar, silo_port integer, silo_generation integer, silo_name varchar,
    silo_host varchar, silo_status integer, gateway_port integer, started timestamptz, alive timestamptz)
RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM orleansmembershiptable
        WHERE deploymentid = cluster AND address = silo_address AND port = silo_port AND generation = silo_generation)
        OR NOT hcsgrid_raise_version(cluster, seen) THEN
        RETURN 0;
    END IF;
    INSERT INTO orleansmembershiptable (
        deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
    VALUES (
        cluster, silo_address, silo_port, silo_generation, silo_name, silo_host, silo_status, gateway_port, started, alive);
    RETURN 1;
END
$$;

-- Changes a silo's state and who suspects it. 1 where that was done, 0 where the version had changed or there is no such
-- silo; then nothing changed.
CREATE OR REPLACE FUNCTION hcsgrid_update_silo(
    cluster varchar, seen integer, silo_address varchar, silo_port integer, silo_generation integer, silo_status integer,
    suspects varchar, alive timestamptz)
RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM orleansmembershiptable
        WHERE deploymentid = cluster AND address = silo_address AND port = silo_port AND generation = silo_generation)
        OR NOT hcsgrid_raise_version(cluster, seen) THEN
        RETURN 0;
    END IF;
    UPDATE orleansmembershiptable SET status = silo_status, suspecttimes = suspects, iamalivetime = alive
    WHERE deploymentid = cluster AND address = silo_address AND port = silo_port AND generation = silo_generation;
    RETURN 1;
END
$$;

INSERT INTO orleansquery (querykey, querytext) VALUES
(
    'InsertMembershipVersionKey',
    'WITH added AS (
        INSERT INTO orleansmembershipversiontable (deploymentid) VALUES (@DeploymentId)
        ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*)::integer FROM added;'
), (
    'InsertMembershipKey',
    'SELECT hcsgrid_insert_silo(
        @DeploymentId, @Version, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort,
        @StartTime, @IAmAliveTime);'
), (
    'UpdateMembershipKey',
    'SELECT hcsgrid_update_silo(
        @DeploymentId, @Version, @Address, @Port, @Generation, @Status, @SuspectTimes, @IAmAliveTime);'
), (
    'UpdateIAmAlivetimeKey',
    'UPDATE orleansmembershiptable SET iamalivetime = @IAmAliveTime
    WHERE deploymentid = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation;'
), (
    -- The cluster's version is wanted also where it has no such silo.
    'MembershipReadRowKey',
    'SELECT v.deploymentid AS "DeploymentId", m.address AS "Address", m.port AS "Port", m.generation AS "Generation",
        m.siloname AS "SiloName", m.hostname AS "HostName", m.status AS "Status", m.proxyport AS "ProxyPort",
        m.suspecttimes AS "SuspectTimes", m.starttime AS "StartTime", m.iamalivetime AS "IAmAliveTime",
        v.version AS "Version"
    FROM orleansmembershipversiontable v LEFT JOIN orleansmembershiptable m
        ON m.deploymentid = v.deploymentid AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    WHERE v.deploymentid = @DeploymentId;'
), (
    'MembershipReadAllKey',
    'SELECT v.deploymentid AS "DeploymentId", m.address AS "Address", m.port AS "Port", m.generation AS "Generation",
        m.siloname AS "SiloName", m.hostname AS "HostName", m.status AS "Status", m.proxyport AS "ProxyPort",
        m.suspecttimes AS "SuspectTimes", m.starttime AS "StartTime", m.iamalivetime AS "IAmAliveTime",
        v.version AS "Version"
    FROM orleansmembershipversiontable v LEFT JOIN orleansmembershiptable m ON m.deploymentid = v.deploymentid
    WHERE v.deploymentid = @DeploymentId;'
), (
    'GatewaysQueryKey',
    'SELECT address AS "Address", proxyport AS "ProxyPort", generation AS "Generation" FROM orleansmembershiptable
    WHERE deploymentid = @DeploymentId AND status = @Status AND proxyport > 0;'
), (
    'DeleteMembershipTableEntriesKey',
    'DELETE FROM orleansmembershiptable WHERE deploymentid = @DeploymentId;
    DELETE FROM orleansmembershipversiontable WHERE deploymentid = @DeploymentId;'
), (
    -- 3: the silo is active. Whatever else a row says, its silo has not said for long that it is alive.
    'CleanupDefunctSiloEntriesKey',
    'DELETE FROM orleansmembershiptable
    WHERE deploymentid = @DeploymentId AND iamalivetime < @IAmAliveTime AND status <> 3;'
)
ON CONFLICT (querykey) DO UPDATE SET querytext = EXCLUDED.querytext;
