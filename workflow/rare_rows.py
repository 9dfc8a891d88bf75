"""Rows that few cases have.  A function of the database reads them, so that the read of every other case does not carry them:
PostgreSQL prepares all parts of a statement each time, those too whose turn never comes."""

RARE_ROWS = """
CREATE FUNCTION workflow_rare_rows(key bigint, parts int) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN json_build_object(
    'third_parties', CASE WHEN parts & 16 <> 0 THEN
      ARRAY(SELECT to_json(r) FROM workflow_thirdpartynotice r WHERE r.application_id = key) END,
    'hearings', CASE WHEN parts & 32 <> 0 THEN
      ARRAY(SELECT to_json(r) FROM workflow_hearing r WHERE r.application_id = key) END,
    'recusals', CASE WHEN parts & 64 <> 0 THEN
      ARRAY(SELECT to_json(r) FROM workflow_recusal r WHERE r.application_id = key) END,
    'extensions', CASE WHEN parts & 128 <> 0 THEN
      ARRAY(SELECT to_json(r) FROM workflow_extension r WHERE r.application_id = key) END,
    'follow_ups', CASE WHEN parts & 256 <> 0 THEN
      ARRAY(SELECT to_json(r) FROM workflow_followup r WHERE r.application_id = key) END,
    'ratings', CASE WHEN parts & 512 <> 0 THEN
      ARRAY(SELECT to_json(r) FROM workflow_rating r WHERE r.application_id = key) END,
    'unserved', CASE WHEN parts & 1024 <> 0 THEN
      ARRAY(SELECT to_json(d) FROM approvals_document d WHERE d.application_id = key AND d.served_on IS NULL
        AND NOT EXISTS (SELECT FROM approvals_documentvoid v WHERE v.document_id = d.id)) END);
END $$;
"""
NO_RARE_ROWS = "DROP FUNCTION workflow_rare_rows(bigint, int);"
