-- What a PostGraphile team writes to have the matrix: functions that count, whose rows PostGraphile exposes.
-- The counts are the service's, cell for cell; the benchmark compares them before it times anything.
DROP SCHEMA IF EXISTS reads CASCADE;
CREATE SCHEMA reads;
GRANT USAGE ON SCHEMA reads TO ikrar_service;
